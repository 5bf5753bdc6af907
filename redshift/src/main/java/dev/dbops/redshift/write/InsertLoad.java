package dev.dbops.redshift.write;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Loads rows by INSERTs of many rows each ("Use a multi-row insert", Amazon Redshift database developer guide,
 * https://docs.aws.amazon.com/redshift/latest/dg/c_best-practices-multi-row-inserts.html).
 *
 * @param mostBytes the maximum of characters of one statement, its parameters included; a single row may have more
 * @param mostParameters the maximum of parameters of one statement
 */
public record InsertLoad(int mostBytes, int mostParameters) implements RowLoad {
    /** Limits of a connection: a statement has at most 16 MB and 32,767 parameters ("Quotas and limits"). */
    public static final InsertLoad BY_CONNECTION = new InsertLoad(4_000_000, 32_767);

    private static final int BYTES_OF_CHARACTER = 4;

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
            size += BYTES_OF_CHARACTER + (value == null ? 0 : value.length());
        }
        return size;
    }

    private static WarehouseStatement insert(String table, List<String> columns, List<String[]> rows) {
        var sql = new StringBuilder("INSERT INTO ").append(table).append(" (").append(Sql.names(columns));
        sql.append(") VALUES ");
        var row = "(" + "?, ".repeat(columns.size() - 1) + "?)";
        sql.append((row + ", ").repeat(rows.size() - 1)).append(row);
        var parameters = new ArrayList<String>(rows.size() * columns.size());
        rows.forEach(values -> parameters.addAll(Arrays.asList(values)));
        return new WarehouseStatement(sql.toString(), parameters);
    }
}
