package dev.dbops.redshift.sql;

import java.util.ArrayList;
import java.util.List;

/**
 * Loads rows by INSERTs of many rows each ("Use a multi-row insert", Amazon Redshift database developer guide,
 * https://docs.aws.amazon.com/redshift/latest/dg/c_best-practices-multi-row-inserts.html).
 *
 * @param mostBytes the maximum of bytes of one statement, its parameters included; a single row may have more
 * @param mostParameters the maximum of parameters of one statement
 */
public record InsertLoad(int mostBytes, int mostParameters) implements RowLoad {
    /** Limits of a connection: a statement has at most 16 MB and 32,767 parameters ("Quotas and limits"). */
    public static final InsertLoad BY_CONNECTION = new InsertLoad(4_000_000, 32_767);

    /** Of a char in UTF-8. */
    private static final int BYTES_OF_CHARACTER = 3;

    /** The place of a parameter with a name, parentheses and a comma: ":p100000), (". */
    public static final int LONGEST_PLACE = 12;

    @Override
    public List<WarehouseStatement> load(String table, List<String> columns, List<String[]> rows) {
        var mostRows = Math.max(1, mostParameters / columns.size());
        var statements = new ArrayList<WarehouseStatement>();
        var part = new ArrayList<String[]>();
        var bytes = 0L;
        for (var row : rows) {
            var size = size(row);
            if (!part.isEmpty() && (part.size() == mostRows || bytes + size > mostBytes)) {
                statements.add(insert(table, columns, part));
                part.clear();
                bytes = 0;
            }
            part.add(row);
            bytes += size;
        }
        if (!part.isEmpty()) {
            statements.add(insert(table, columns, part));
        }
        return statements;
    }

    private static long size(String... row) {
        var size = 0L;
        for (var value : row) {
            // the place of the parameter, and its text
            size += LONGEST_PLACE + (value == null ? 0 : BYTES_OF_CHARACTER * value.length());
        }
        return size;
    }

    /** NULL and the empty text are constants: the Data API has no parameters for them (SqlParameter, its API reference). */
    private static WarehouseStatement insert(String table, List<String> columns, List<String[]> rows) {
        var sql = new StringBuilder("INSERT INTO ").append(table).append(" (").append(Identifier.quoted(columns));
        sql.append(") VALUES ");
        var parameters = new ArrayList<String>(rows.size() * columns.size());
        var separator = "(";
        for (var row : rows) {
            for (var value : row) {
                sql.append(separator);
                if (value == null) {
                    sql.append("NULL");
                } else if (value.isEmpty()) {
                    sql.append("''");
                } else {
                    sql.append('?');
                    parameters.add(value);
                }
                separator = ", ";
            }
            separator = "), (";
        }
        return new WarehouseStatement(sql.append(')').toString(), parameters);
    }
}
