package dev.dbops.redshift.write;

import dev.dbops.redshift.sql.Identifier;
import dev.dbops.redshift.sql.RowLoad;
import dev.dbops.redshift.sql.WarehouseStatement;
import dev.dbops.redshift.table.WarehouseColumn;
import dev.dbops.redshift.table.WarehouseTable;
import dev.dbops.redshift.table.WarehouseType;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * A temporary table with changes of one table as texts, and the statements that apply them as a set.
 *
 * <p>The rows of all keys are deleted, and those that exist are inserted: Redshift has no ON CONFLICT, and MERGE needs
 * the same two steps ("Use a staging table to perform a merge (upsert)", Amazon Redshift database developer guide,
 * https://docs.aws.amazon.com/redshift/latest/dg/t_updating-inserting-using-staging-tables-.html).
 */
public final class Stage {
    /** The column that tells what becomes of the row. */
    static final String CHANGE = "change";

    private static final String DELETED = "d";
    private static final String WRITTEN = "w";

    private final TableChanges changes;
    private final String name;
    private final List<StagedRow> rows;
    private final List<StageColumn> further;
    private final Map<String, WarehouseColumn> columns = new LinkedHashMap<>();
    private final Map<String, String> names = new LinkedHashMap<>();

    /**
     * @param name the name of the temporary table, which is unique in its transaction
     * @param rows the changes to apply: all or some of the table's
     */
    public Stage(TableChanges changes, String name, List<StagedRow> rows) {
        this(changes, name, rows, List.of());
    }

    /**
     * The same with columns besides those of the table.
     *
     * @param further the columns, with a text for each row
     */
    public Stage(TableChanges changes, String name, List<StagedRow> rows, List<StageColumn> further) {
        this.changes = changes;
        this.name = name;
        this.rows = List.copyOf(rows);
        this.further = List.copyOf(further);
        for (var column : changes.table().columns()) {
            if (rows.stream().anyMatch(row -> row.values().containsKey(column.name()))) {
                columns.put(column.name(), column);
                names.put(column.name(), "c" + columns.size());
            }
        }
    }

    /** The name of the temporary table in SQL. */
    public String quoted() {
        return quoted(name);
    }

    private static String quoted(String identifier) {
        return Identifier.quoted(identifier);
    }

    /** The further column of that name, in SQL. */
    public String column(String further) {
        return quoted() + "." + quoted(further);
    }

    /** The value of a column of the table, in SQL. */
    public String value(String column) {
        return columns.get(column).type().fromText(quoted() + "." + quoted(names.get(column)));
    }

    /** The statements in the order to run them, in one transaction. */
    public List<WarehouseStatement> statements(RowLoad load) {
        var statements = new ArrayList<>(fill(load));
        statements.addAll(apply());
        statements.add(drop());
        return statements;
    }

    /** The statements that create the temporary table and fill it. */
    public List<WarehouseStatement> fill(RowLoad load) {
        var staged = new ArrayList<String>();
        staged.add(CHANGE);
        staged.addAll(names.values());
        further.forEach(column -> staged.add(column.name()));
        var values = new ArrayList<String[]>();
        for (var i = 0; i < rows.size(); i++) {
            values.add(values(i));
        }
        var statements = new ArrayList<WarehouseStatement>();
        statements.add(WarehouseStatement.of(create(staged, values)));
        statements.addAll(load.load(quoted(), staged, values));
        return statements;
    }

    private String[] values(int index) {
        var row = rows.get(index);
        var values = new ArrayList<String>();
        values.add(row.isDeleted() ? DELETED : WRITTEN);
        columns.keySet().forEach(column -> values.add(row.values().get(column)));
        further.forEach(column -> values.add(column.values().get(index)));
        return values.toArray(String[]::new);
    }

    /** Each column is as wide as its longest text: Redshift reserves memory for what a column may have. */
    private String create(List<String> staged, List<String[]> values) {
        var sql = new StringBuilder("CREATE TEMP TABLE ").append(quoted()).append(" (");
        for (var i = 0; i < staged.size(); i++) {
            var position = i;
            var longest = values.stream()
                    .mapToInt(row -> row[position] == null ? 0 : row[position].getBytes(StandardCharsets.UTF_8).length)
                    .max()
                    .orElse(0);
            sql.append(i == 0 ? "" : ", ")
                    .append(quoted(staged.get(i)))
                    .append(' ')
                    .append(WarehouseType.varchar(longest).sql());
        }
        return sql.append(')').toString();
    }

    /** The statements that apply the changes in the temporary table. */
    public List<WarehouseStatement> apply() {
        var table = changes.table();
        var statements = new ArrayList<WarehouseStatement>();
        if (!changes.key().isEmpty()) {
            statements.add(WarehouseStatement.of("DELETE FROM %s USING %s WHERE %s"
                    .formatted(table.quoted(), quoted(), sameKey(table, changes.key()))));
        }
        if (rows.stream().anyMatch(row -> !row.isDeleted())) {
            statements.add(WarehouseStatement.of("INSERT INTO %s (%s) SELECT %s FROM %s WHERE %s = '%s'"
                    .formatted(
                            table.quoted(),
                            Identifier.quoted(columns.keySet()),
                            String.join(
                                    ", ",
                                    columns.keySet().stream().map(this::value).toList()),
                            quoted(),
                            quoted(CHANGE),
                            WRITTEN)));
        }
        return statements;
    }

    private String sameKey(WarehouseTable table, List<String> key) {
        return key.stream()
                .map(column -> "%s.%s = %s".formatted(table.qualifier(), quoted(column), value(column)))
                .collect(Collectors.joining(" AND "));
    }

    /** The statement that removes the temporary table, whose session continues. */
    public WarehouseStatement drop() {
        return WarehouseStatement.of("DROP TABLE " + quoted());
    }
}
