package dev.dbops.events.replay.postgres;

import dev.dbops.events.Batch;
import dev.dbops.events.Event;
import dev.dbops.events.Operation;
import dev.dbops.postgres.Database;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Divides a batch among workers and keeps the order of a row's changes. With the same number of workers, an event
 * always goes to the same worker: after a crash, the workers that had not committed get the same share again.
 */
public final class KeyPartitioner {
    private final TargetTables tables;
    private final Map<String, Table> known = new HashMap<>();
    private Table last = new Table("", "", 0, false);

    /**
     * A table of the events.
     *
     * @param hash a number that stays the same for its name
     * @param whole whether one worker gets all its events
     */
    private record Table(String schema, String name, int hash, boolean whole) {
        boolean isOf(Event event) {
            return name.equals(event.table()) && schema.equals(event.schema());
        }
    }

    public KeyPartitioner(TargetTables tables) {
        this.tables = tables;
    }

    /** Returns one share for each worker. */
    public List<List<IndexedEvent>> divide(Database catalog, Batch batch, int workers) {
        List<List<IndexedEvent>> shares = new ArrayList<>();
        for (var worker = 0; worker < workers; worker++) {
            shares.add(new ArrayList<>(workers == 1 ? batch.events().size() : 16));
        }
        var index = 0;
        for (var event : batch.events()) {
            shares.get(workers == 1 ? 0 : worker(catalog, event, workers)).add(new IndexedEvent(index++, event));
        }
        return shares;
    }

    private int worker(Database catalog, Event event, int workers) {
        if (event.operation() == Operation.TRUNCATE) {
            return 0;
        }
        // consecutive events are often of one table
        if (!last.isOf(event)) {
            last = known.computeIfAbsent(event.schema() + "\0" + event.table(), name -> table(catalog, event, name));
        }
        var hash = 31 * last.hash() + (last.whole() ? 0 : event.key().hashCode());
        return Math.floorMod(hash ^ hash >>> 16, workers);
    }

    private Table table(Database catalog, Event event, String name) {
        var whole = tables.find(catalog, event.schema(), event.table())
                .map(TargetTable::isOrdered)
                .orElse(true);
        return new Table(event.schema(), event.table(), name.hashCode(), whole);
    }

    /** Returns the names of the tables, each once, for the lookup. */
    static Set<List<String>> tables(Batch batch) {
        Set<List<String>> names = new HashSet<>();
        Event last = null;
        for (var event : batch.events()) {
            if (last == null || !event.isOfTableOf(last)) {
                names.add(List.of(event.schema(), event.table()));
            }
            last = event;
        }
        return names;
    }
}
