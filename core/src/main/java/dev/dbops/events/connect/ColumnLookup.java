package dev.dbops.events.connect;

import java.util.Map;

/** Finds the columns of the tables that received events are for. */
public interface ColumnLookup {
    /** No columns are known. */
    ColumnLookup NONE = (_, _) -> Map.of();

    /** Returns the types of a table's columns by their names; none for a table that is not known. */
    Map<String, ColumnType> of(String schema, String table);
}
