package dev.dbops.events.replay;

import dev.dbops.events.Batch;
import dev.dbops.events.Event;
import dev.dbops.events.Operation;
import dev.dbops.events.TableEvents;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Counts the delivered events. */
public final class ReplayCount {
    private final Map<String, long[]> tables = new HashMap<>();
    private final Map<String, Event> examples = new HashMap<>();

    /** Adds all events of a batch. */
    public void add(Batch batch) {
        Event last = null;
        var counts = new long[0];
        for (var event : batch.events()) {
            // consecutive events are often of one table
            if (last == null || !event.isOfTableOf(last)) {
                counts = counts(event);
            }
            counts[event.operation().ordinal()]++;
            last = event;
        }
    }

    private long[] counts(Event event) {
        var name = event.schema() + "\0" + event.table();
        examples.putIfAbsent(name, event);
        return tables.computeIfAbsent(name, _ -> new long[Operation.values().length]);
    }

    /** The tables, by schema and name. */
    public List<TableEvents> tables() {
        var result = new ArrayList<TableEvents>();
        tables.keySet().stream().sorted().forEach(name -> {
            var counts = tables.get(name);
            var event = examples.get(name);
            result.add(new TableEvents(
                    event.schema(), event.table(), counts[0], counts[1], counts[2], counts[3], counts[4], counts[5]));
        });
        return result;
    }

    /** The total. */
    public long total() {
        return tables().stream().mapToLong(TableEvents::total).sum();
    }
}
