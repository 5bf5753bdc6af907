package dev.dbops.events.ddl;

import java.util.Map;
import java.util.Optional;

/** The tables of a sink that applies rows, as they are now. */
@FunctionalInterface
public interface TargetDefinitions {
    /**
     * Returns the types of a table's columns by their names, as {@code format_type} names them when nothing but
     * pg_catalog is on the search path.
     *
     * @return empty if there is no such table; an empty type cannot be compared
     */
    Optional<Map<String, String>> columns(String schema, String table);

    /** Returns whether the sink itself adds the tables and columns that it lacks. */
    default boolean addsColumns() {
        return false;
    }
}
