package dev.dbops.postgres;

import java.util.List;

/**
 * A table as the server knows it.
 *
 * @param schema the schema's name
 * @param table the table's name
 * @param columns its columns, in their order
 */
public record TableDefinition(String schema, String table, List<Column> columns) {
    public TableDefinition {
        columns = List.copyOf(columns);
    }

    /**
     * A column of a table.
     *
     * @param name its name
     * @param type its type as SQL writes it, such as {@code numeric(10,2)}
     */
    public record Column(String name, String type) {}

    /** The name as SQL writes it, independent of the search path. */
    public String quoted(Database database) {
        return database.quoteIdentifier(schema) + "." + database.quoteIdentifier(table);
    }
}
