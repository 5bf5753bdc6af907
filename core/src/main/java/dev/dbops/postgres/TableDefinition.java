package dev.dbops.postgres;

import java.util.List;
import java.util.Optional;

/**
 * A table, as it is in the server's catalog.
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
     * @param typeName the same for statements of db-ops, independent of the search path
     * @param plainType the same without length and precision; for a domain, its base type
     * @param equality the operator that compares its values for equality, with its schema
     * @param holdsText whether it is a text type, such as varchar or citext
     * @param needsValue whether a row must give a value: NULL is refused, and there is no default
     */
    public record Column(
            String name,
            String type,
            String typeName,
            String plainType,
            String equality,
            boolean holdsText,
            boolean needsValue) {}

    /** The column with that name, as it is in the catalog. */
    public Optional<Column> column(String name) {
        for (var column : columns) {
            if (column.name().equals(name)) {
                return Optional.of(column);
            }
        }
        return Optional.empty();
    }

    /** The name as SQL writes it, independent of the search path. */
    public String quoted(Database database) {
        return database.quoteIdentifier(schema) + "." + database.quoteIdentifier(table);
    }
}
