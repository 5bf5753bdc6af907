package dev.dbops.events.ddl;

import java.util.List;
import java.util.Optional;

/**
 * The definition of a captured table, as a schema event has it.
 *
 * @param schema its schema
 * @param table its name
 * @param columns its columns in their order
 */
public record CapturedDefinition(String schema, String table, List<Column> columns) {
    public CapturedDefinition {
        columns = List.copyOf(columns);
    }

    /**
     * A column.
     *
     * @param name its name
     * @param type its type as {@code format_type} names it when nothing but pg_catalog is on the search path
     * @param captured whether events have its values
     */
    public record Column(String name, String type, boolean captured) {}

    /** Returns the column of that name, if events have its values. */
    Optional<Column> captured(String name) {
        return columns.stream()
                .filter(column -> column.captured() && column.name().equals(name))
                .findFirst();
    }
}
