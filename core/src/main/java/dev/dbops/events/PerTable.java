package dev.dbops.events;

import dev.dbops.postgres.TableName;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;

/**
 * A value that depends only on the table of an event, computed once for each table. Used by one thread.
 *
 * @param <T> the type of the value
 */
public final class PerTable<T> {
    private final Function<TableName, T> compute;
    private final Map<TableName, T> known = new HashMap<>();
    /** No table has this name, so there is a value when it is first returned. */
    private TableName last = new TableName("", "");

    private T value;

    /**
     * @param compute computes the value of a table
     */
    public PerTable(Function<TableName, T> compute) {
        this.compute = compute;
    }

    /** Returns the value of the event's table. */
    public T of(Event event) {
        // consecutive events often have the same table
        if (!event.table().equals(last.table()) || !event.schema().equals(last.schema())) {
            last = event.tableName();
            value = known.computeIfAbsent(last, compute);
        }
        return value;
    }
}
