package dev.dbops.dist.campaign;

import dev.dbops.Resource;
import java.sql.Array;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A table as it is now, with its names quoted.
 *
 * @param name its schema and name
 * @param columns its columns in their order
 * @param deferrableKey whether its key is checked at the end of the transaction, or may be
 * @param partitioned whether it has partitions
 * @param inherited whether it inherits rows from another table, or another from it
 * @param triggers whether it has triggers of the application
 * @param dropped whether a column was dropped
 * @param partitions its partitions that have rows
 */
record Table(
        String name,
        List<Column> columns,
        boolean deferrableKey,
        boolean partitioned,
        boolean inherited,
        boolean triggers,
        boolean dropped,
        List<String> partitions) {
    private static final String SHAPES = Resource.text(Table.class, "shapes.sql");

    /** A table without a key, of which only INSERT and TRUNCATE are captured. */
    static final String WITHOUT_KEY = "app.line";

    /**
     * One of its columns.
     *
     * @param type as in values.txt and keys.txt
     * @param reference whether it refers to another table
     * @param computed whether it is generated
     * @param always whether it is an identity column that is always generated
     * @param hasDefault whether it has a default
     */
    record Column(
            String name,
            String type,
            boolean key,
            boolean reference,
            boolean computed,
            boolean always,
            boolean hasDefault) {}

    static List<Table> all(Connection connection) throws SQLException {
        Map<String, Table> tables = new LinkedHashMap<>();
        try (var statement = connection.createStatement();
                var row = statement.executeQuery(SHAPES)) {
            while (row.next()) {
                var name = row.getString("table_name");
                if (!tables.containsKey(name)) {
                    tables.put(name, read(name, row));
                }
                tables.get(name).columns.add(readColumn(row));
            }
        }
        return List.copyOf(tables.values());
    }

    private static Table read(String name, ResultSet row) throws SQLException {
        return new Table(
                name,
                new ArrayList<>(),
                row.getBoolean("is_deferrable"),
                row.getBoolean("is_partitioned"),
                row.getBoolean("is_inherited"),
                row.getBoolean("has_triggers"),
                row.getBoolean("has_dropped"),
                strings(row.getArray("partitions")));
    }

    private static Column readColumn(ResultSet row) throws SQLException {
        return new Column(
                row.getString("column_name"),
                row.getString("type"),
                row.getBoolean("is_key"),
                row.getBoolean("is_reference"),
                row.getBoolean("is_computed"),
                row.getBoolean("is_always"),
                row.getBoolean("has_default"));
    }

    private static List<String> strings(Array array) throws SQLException {
        return List.of((String[]) array.getArray());
    }

    List<Column> keys() {
        return columns.stream().filter(Column::key).toList();
    }

    /** The columns beside the key that a statement may set. */
    List<Column> others() {
        return columns.stream()
                .filter(column -> !column.key && !column.computed && !column.always)
                .toList();
    }

    /** Returns whether only INSERT and TRUNCATE are captured. */
    boolean insertsOnly() {
        return keys().isEmpty();
    }
}
