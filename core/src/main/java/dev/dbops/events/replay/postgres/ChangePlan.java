package dev.dbops.events.replay.postgres;

import dev.dbops.OpsException;
import dev.dbops.OpsException.Kind;
import dev.dbops.events.Event;
import dev.dbops.events.replay.DeliveryFailure;
import dev.dbops.postgres.Database;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Combines many events into few statements, and finds events that do not fit their tables. */
final class ChangePlan {
    private final Database database;
    private final TargetTables tables;
    private final boolean constrained;
    private final JsonNames jsonNames;
    private final Map<String, TableRun> runs = new LinkedHashMap<>();
    private final List<Change> changes = new ArrayList<>();
    private TableRun last;
    private Event lastEvent;
    private IndexedEvent oldKey;

    /**
     * @param constrained whether foreign keys and triggers of the target are active, so that the order across tables
     *     matters
     */
    ChangePlan(Database database, TargetTables tables, JsonNames jsonNames, boolean constrained) {
        this.database = database;
        this.tables = tables;
        this.jsonNames = jsonNames;
        this.constrained = constrained;
    }

    /**
     * Adds an event that changes a row.
     *
     * @param index its index in the batch
     * @throws DeliveryFailure when it cannot be applied
     */
    void add(int index, Event event) {
        if (!constrained) {
            addRow(index, event);
            return;
        }
        if (oldKey != null && event.isNewKeyOf(oldKey.event())) {
            changeKey(oldKey, event);
            addRow(oldKey.index(), event);
            oldKey = null;
            return;
        }
        addOldKey();
        if (event.isOldKey()) {
            oldKey = new IndexedEvent(index, event);
        } else {
            addRow(index, event);
        }
    }

    /** Adds an old key whose new key does not follow, because only deletes were selected. */
    private void addOldKey() {
        if (oldKey != null) {
            addRow(oldKey.index(), oldKey.event());
            oldKey = null;
        }
    }

    /**
     * Changes the key of the row. To delete the row and create another would let foreign keys of the target delete other
     * rows, or set their columns to null, which did not happen in the source.
     */
    private void changeKey(IndexedEvent held, Event event) {
        try {
            var names = jsonNames.of(event.key());
            requireValues(held.event());
            requireValues(event);
            var run = run(event);
            requireKey(run.table(), event, names);
            requireChangeable(run.table(), names);
            run.flush();
            changes.add(new Change.Statement(
                    ApplyStatements.changeKey(run.table(), names),
                    "[{\"old\": %s, \"new\": %s}]".formatted(held.event().key(), event.key())));
        } catch (OpsException e) {
            throw DeliveryFailure.of(held.index(), e);
        }
    }

    private void addRow(int index, Event event) {
        try {
            var keyNames = event.key().isEmpty() ? List.<String>of() : jsonNames.of(event.key());
            var names = event.after().isEmpty() ? List.<String>of() : jsonNames.of(event.after());
            requireValues(event);
            var run = run(event);
            if (keyNames.isEmpty() || !run.fits(keyNames, names)) {
                requireColumns(run.table(), names);
                requireKey(run.table(), event, keyNames);
                requireReplaceable(run.table(), keyNames, names);
            }
            run.add(event, keyNames, names);
        } catch (OpsException e) {
            throw DeliveryFailure.of(index, e);
        }
    }

    /** Returns the statements for all added events, in the order to run them. */
    List<Change> changes() {
        addOldKey();
        runs.values().forEach(TableRun::flush);
        return changes;
    }

    private TableRun run(Event event) {
        // consecutive events are often of one table
        if (last != null && event.isOfTableOf(lastEvent)) {
            return last;
        }
        var name = event.schema() + "\0" + event.table();
        var run = runs.get(name);
        if (run == null) {
            var table = tables.require(database, event.schema(), event.table());
            run = new TableRun(table, changes, constrained || table.isOrdered());
            runs.put(name, run);
        }
        if (constrained && last != null && last != run) {
            last.flush();
        }
        last = run;
        lastEvent = event;
        return run;
    }

    /** A null in a key column means that it accepts nulls now, or that triggers of an earlier version did not find it. */
    private void requireValues(Event event) {
        if (jsonNames.hasNull(event.key())) {
            throw new OpsException(
                    Kind.FAILED,
                    "its key has no value: the key of the table was altered after the triggers were installed",
                    "install them again in the source: db-ops triggers-install; copy the row yourself, or put the event"
                            + " aside: --on-error dead-letter");
        }
    }

    private void requireColumns(TargetTable table, List<String> names) {
        for (var name : names) {
            if (!table.columns().containsKey(name)) {
                throw new OpsException(
                        Kind.FAILED,
                        "table %s of database \"%s\" has no column %s"
                                .formatted(table.quoted(), database.target().database(), name),
                        "add the column there, or put these events aside: --on-error dead-letter");
            }
        }
    }

    private void requireKey(TargetTable table, Event event, List<String> names) {
        if (names.isEmpty()) {
            if (!event.operation().createsRow()) {
                throw new OpsException(
                        Kind.FAILED,
                        "the event has no key, so the row that it changed cannot be found",
                        "give the source's table a primary key, and install its triggers again");
            }
            return;
        }
        requireColumns(table, names);
        if (!table.hasKey(Set.copyOf(names))) {
            throw new OpsException(
                    Kind.FAILED,
                    "table %s of database \"%s\" has no unique index on (%s), the key in the source"
                            .formatted(table.quoted(), database.target().database(), String.join(", ", names)),
                    "give it one: CREATE UNIQUE INDEX ON %s (%s)".formatted(table.quoted(), String.join(", ", names)));
        }
    }

    private void requireChangeable(TargetTable table, List<String> key) {
        for (var name : key) {
            if (table.columns().get(name).fixed() || table.columns().get(name).generated()) {
                throw new OpsException(
                        Kind.FAILED,
                        "the column %s of table %s of database \"%s\" cannot be updated, and the row has another key now"
                                .formatted(
                                        name, table.quoted(), database.target().database()),
                        "allow values for it: ALTER TABLE %s ALTER COLUMN the_column SET GENERATED BY DEFAULT"
                                .formatted(table.quoted()));
            }
        }
    }

    /**
     * Replacing a row requires all its columns, and no active foreign key, which would see the row missing for a
     * moment.
     */
    private void requireReplaceable(TargetTable table, List<String> key, List<String> names) {
        if (key.isEmpty() || names.isEmpty() || !table.isReplaced(key)) {
            return;
        }
        for (var column : table.columns().entrySet()) {
            if (constrained || !column.getValue().generated() && !names.contains(column.getKey())) {
                throw new OpsException(
                        Kind.FAILED,
                        "table %s of database \"%s\" has an identity column that cannot be updated"
                                .formatted(table.quoted(), database.target().database()),
                        "allow values for it: ALTER TABLE %s ALTER COLUMN the_column SET GENERATED BY DEFAULT"
                                .formatted(table.quoted()));
            }
        }
    }
}
