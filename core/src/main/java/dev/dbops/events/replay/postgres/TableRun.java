package dev.dbops.events.replay.postgres;

import dev.dbops.events.Event;
import dev.dbops.events.Operation;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Changes of one table that can be applied together. Only the last of several changes of a key counts: one set of rows
 * is deleted and one is written, however often each row was changed.
 *
 * <p>If rows may conflict with each other, only consecutive changes of one kind are combined, and they are applied in
 * their order.
 */
final class TableRun {
    private final TargetTable table;
    private final List<Change> changes;
    private final boolean ordered;
    private final boolean exact;
    private final Map<String, Rows> rows = new LinkedHashMap<>();
    private List<String> key = List.of();
    private List<String> columns = List.of();
    private boolean replaced;
    private Operation kind = Operation.INSERT;
    private int added;

    /** The result for the rows of one key. */
    private record Rows(boolean deleted, Event last, List<String> columns) {}

    /**
     * @param changes receives the statements once they are known
     * @param ordered whether changes must be applied in their order
     */
    TableRun(TargetTable table, List<Change> changes, boolean ordered) {
        this.table = table;
        this.changes = changes;
        this.ordered = ordered;
        this.exact = table.hasExactKeys();
    }

    TargetTable table() {
        return table;
    }

    /** Returns whether an event of this shape is known to fit the table. */
    boolean fits(List<String> keyNames, List<String> names) {
        return keyNames == key && names == columns;
    }

    /** Adds a change. Equal lists of names must be the same object. */
    void add(Event event, List<String> keyNames, List<String> names) {
        if (key != keyNames) {
            flush();
            key = keyNames;
            replaced = !key.isEmpty() && table.isReplaced(key);
        }
        var operation = event.operation();
        var isDelete = operation == Operation.DELETE;
        var id = keyNames.isEmpty() ? Integer.toString(added) : event.key();
        var earlier = rows.get(id);
        if (mustWait(operation, names, earlier)) {
            flush();
            earlier = null;
        }
        added++;
        kind = isDelete ? Operation.DELETE : Operation.INSERT;
        columns = names;
        rows.put(id, new Rows(isDelete || replaced || earlier != null && earlier.deleted(), event, names));
    }

    private boolean mustWait(Operation operation, List<String> names, Rows earlier) {
        if (rows.isEmpty()) {
            return false;
        }
        var isDelete = operation == Operation.DELETE;
        if (ordered) {
            return earlier != null
                    || isDelete != (kind == Operation.DELETE)
                    || !isDelete && names != columns
                    // it may have the key of another row in another text
                    || !exact && operation == Operation.UPDATE;
        }
        // An earlier change sets other columns of the row than this one does.
        return earlier != null
                && !isDelete
                && earlier.last().operation() != Operation.DELETE
                && earlier.columns() != names;
    }

    /** Writes the statements for the collected changes. */
    void flush() {
        var deletes = new ArrayList<String>();
        Map<List<String>, List<String>> upserts = new LinkedHashMap<>();
        var areRead = true;
        for (var row : rows.values()) {
            if (row.deleted()) {
                deletes.add(row.last().key());
            }
            if (row.last().operation() != Operation.DELETE) {
                upserts.computeIfAbsent(row.columns(), _ -> new ArrayList<>())
                        .add(row.last().after());
            }
            areRead &= row.last().isRead();
        }
        if (!deletes.isEmpty()) {
            changes.add(new Change.Statement(ApplyStatements.delete(table, key), json(deletes)));
        }
        for (var upsert : upserts.entrySet()) {
            var names = upsert.getKey();
            changes.add(
                    areRead
                            ? new Change.NewRows(table, key, names, upsert.getValue())
                            : new Change.Statement(ApplyStatements.upsert(table, names, key), json(upsert.getValue())));
        }
        rows.clear();
    }

    private static String json(List<String> objects) {
        return "[" + String.join(",", objects) + "]";
    }
}
