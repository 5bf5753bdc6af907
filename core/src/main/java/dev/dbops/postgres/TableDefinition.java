package dev.dbops.postgres;

import java.util.List;
import java.util.Optional;

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
     * @param typeName the same for statements of our own, which the search path does not change
     * @param plainType the same without length and precision, and below a domain
     * @param equality the operator by which its values are equal, with its schema
     * @param holdsText whether it is a type of text, such as varchar or citext
     * @param needsValue whether a row must give a value: NULL is refused, and the server has none to put there
     */
    public record Column(
            String name,
            String type,
            String typeName,
            String plainType,
            String equality,
            boolean holdsText,
            boolean needsValue) {}

    /** The column of that name, as the catalog has it. */
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
