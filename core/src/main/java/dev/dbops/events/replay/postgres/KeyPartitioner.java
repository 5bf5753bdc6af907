package dev.dbops.events.replay.postgres;

import dev.dbops.events.Batch;
import dev.dbops.events.Event;
import dev.dbops.events.Operation;
import dev.dbops.postgres.Database;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Divides a batch among workers and keeps the order of a row's changes. With the same number of workers, an event
 * always goes to the same worker: after a crash, the workers that had not committed get the same share again.
 */
public final class KeyPartitioner {
    private final TargetTables tables;
    private final Map<String, Boolean> together = new HashMap<>();

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
        var name = event.schema() + "\0" + event.table();
        var whole = together.computeIfAbsent(
                name,
                _ -> tables.find(catalog, event.schema(), event.table())
                        .map(TargetTable::isOrdered)
                        .orElse(true));
        var hash = 31 * name.hashCode() + (whole ? 0 : event.key().hashCode());
        return Math.floorMod(hash ^ hash >>> 16, workers);
    }

    /** Returns the names of the tables, each once, for the lookup. */
    static Set<List<String>> tables(Batch batch) {
        Set<List<String>> names = new java.util.HashSet<>();
        for (var event : batch.events()) {
            names.add(List.of(event.schema(), event.table()));
        }
        return names;
    }
}
