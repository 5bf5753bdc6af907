package dev.dbops.redshift.write;

import dev.dbops.OpsException;
import dev.dbops.OpsException.Kind;
import dev.dbops.events.Event;
import dev.dbops.events.Operation;
import dev.dbops.events.connect.ColumnType;
import dev.dbops.events.replay.DeliveryFailure;
import dev.dbops.postgres.TableName;
import dev.dbops.redshift.table.WarehouseTable;
import dev.dbops.redshift.value.RowTexts;
import dev.dbops.redshift.value.UnknownColumn;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** Turns events into changes of tables of the warehouse. Only the last event of a row is read. */
public final class EventChanges {
    private final TableSource tables;

    /** The readers of the tables of one batch. */
    private final Map<TableName, RowTexts> readers = new HashMap<>();

    /** Finds what events are for. */
    public interface TableSource {
        /**
         * Returns the table of an event.
         *
         * @throws OpsException of kind FAILED when the warehouse has none
         */
        WarehouseTable table(Event event);

        /** Returns the types of the table's columns in the source; none if they are not known. */
        Map<String, ColumnType> types(Event event);

        /**
         * Adds a column that the warehouse lacks, or refuses it.
         *
         * @throws OpsException of kind FAILED when it is not added
         */
        void add(UnknownColumn missing, Event event);
    }

    /** Takes what the warehouse cannot keep. */
    public interface Refusals {
        /**
         * Refuses an event.
         *
         * @param index its index
         * @param reason of kind FAILED
         */
        void refuse(int index, OpsException reason);
    }

    /** An event of a row. */
    private record RowEvent(int index, Event event, Map<String, String> key) {}

    /** The last event of a row, with the texts of its columns. */
    private record ReadRow(RowEvent last, Map<String, String> values) {}

    public EventChanges(TableSource tables) {
        this.tables = tables;
    }

    /**
     * Returns the changes of the events.
     *
     * @param events events that change rows, none of them a TRUNCATE
     * @throws DeliveryFailure when the warehouse cannot keep one of them
     */
    public RowChanges of(List<Event> events) {
        return of(events, (index, reason) -> {
            throw new DeliveryFailure(index, reason);
        });
    }

    /**
     * The same, with each event that the warehouse cannot keep refused: its row gets the event before it.
     *
     * @throws OpsException when a table cannot be looked up
     */
    public RowChanges of(List<Event> events, Refusals refusals) {
        readers.clear();
        Map<List<String>, List<RowEvent>> rows = new LinkedHashMap<>();
        for (var i = 0; i < events.size(); i++) {
            var event = events.get(i);
            try {
                var key = key(event);
                rows.computeIfAbsent(id(event, key), _ -> new ArrayList<>(1)).add(new RowEvent(i, event, key));
            } catch (OpsException e) {
                refuse(i, e, refusals);
            }
        }
        return changes(rows.values(), refusals);
    }

    /** The tables have all columns only after all rows were read: a later row may add one. */
    private RowChanges changes(Collection<List<RowEvent>> rows, Refusals refusals) {
        var lasts = new ArrayList<ReadRow>(rows.size());
        rows.forEach(row -> addLast(row, lasts, refusals));
        var changes = new RowChanges();
        for (var read : lasts) {
            var last = read.last();
            changes.of(reader(last.event()).table(), List.copyOf(last.key().keySet()))
                    .add(new StagedRow(last.index(), isDelete(last.event()), read.values()));
        }
        return changes;
    }

    private static void refuse(int index, OpsException failure, Refusals refusals) {
        if (failure.kind() != Kind.FAILED) {
            // the event is not the cause
            throw failure;
        }
        refusals.refuse(index, failure);
    }

    private void addLast(List<RowEvent> row, List<ReadRow> lasts, Refusals refusals) {
        for (var last : row.reversed()) {
            try {
                lasts.add(new ReadRow(last, values(last)));
                return;
            } catch (OpsException e) {
                refuse(last.index(), e, refusals);
            }
        }
    }

    private static boolean isDelete(Event event) {
        return event.operation() == Operation.DELETE;
    }

    private Map<String, String> key(Event event) {
        if (!event.key().isEmpty()) {
            return read(event, reader -> reader.key(event.key()));
        }
        if (!event.operation().createsRow()) {
            throw new OpsException(
                    Kind.FAILED,
                    "the event has no key, so the row that it changed cannot be found",
                    "give the source's table a primary key, and install its triggers again");
        }
        return Map.of();
    }

    private static List<String> id(Event event, Map<String, String> key) {
        var id = new ArrayList<>(List.of(event.schema(), event.table()));
        if (key.isEmpty()) {
            id.add(Long.toString(event.seq()));
        }
        key.forEach((name, value) -> {
            id.add(name);
            id.add(value);
        });
        return id;
    }

    private Map<String, String> values(RowEvent last) {
        if (isDelete(last.event())) {
            return last.key();
        }
        var values = read(last.event(), reader -> reader.row(last.event().after()));
        values.putAll(last.key());
        return values;
    }

    private Map<String, String> read(Event event, Function<RowTexts, Map<String, String>> part) {
        while (true) {
            try {
                return part.apply(reader(event));
            } catch (UnknownColumn e) {
                tables.add(e, event);
                readers.clear();
            }
        }
    }

    private RowTexts reader(Event event) {
        return readers.computeIfAbsent(event.tableName(), _ -> new RowTexts(tables.table(event), tables.types(event)));
    }
}
