package dev.dbops.events.envelope;

import dev.dbops.events.Batch;
import dev.dbops.events.Event;
import dev.dbops.events.EventFilter;
import dev.dbops.events.EventLog;
import dev.dbops.events.NameMap;
import dev.dbops.events.TransactionCounts;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The places of events in their transactions. The log is asked once for each transaction, at its first event of a batch,
 * so that a reader may begin anywhere. Memory grows with the transactions that have begun and not ended in the order of
 * the log.
 */
public final class TransactionPlaces {
    private final TransactionCounts counts;
    private final NameMap names;
    private final Map<String, OpenTransaction> open = new HashMap<>();
    private final Map<Long, TransactionPlace> places = new HashMap<>();

    /** A transaction of which events were delivered, and more follow. */
    private static final class OpenTransaction {
        private final Map<String, Long> delivered = new HashMap<>();
        private final Map<String, Long> events = new TreeMap<>();
        private List<TransactionPlace.TableCount> tables = List.of();
        private long order;
        private long total;
        private long lastSeq;

        void add(String table, long before, long all) {
            delivered.merge(table, before, Long::sum);
            events.merge(table, all, Long::sum);
            order += before;
            total += all;
        }

        TransactionPlace next(String table, long seq) {
            if (tables.isEmpty()) {
                var found = new ArrayList<TransactionPlace.TableCount>();
                events.forEach((name, count) -> found.add(new TransactionPlace.TableCount(name, count)));
                tables = List.copyOf(found);
            }
            lastSeq = seq;
            return new TransactionPlace(++order, delivered.merge(table, 1L, Long::sum), total, tables);
        }
    }

    /**
     * @param names the names of the tables in events
     * @param filter selects the events that are delivered
     */
    public TransactionPlaces(EventLog log, NameMap names, EventFilter filter) {
        this.counts = new TransactionCounts(log, filter);
        this.names = names;
    }

    /** Finds the places of a batch's events, unless they are those of the last batch. */
    void prepare(Batch batch) {
        if (batch.events().stream().allMatch(event -> places.containsKey(event.seq()))) {
            return;
        }
        places.clear();
        find(batch.events());
        for (var event : batch.events()) {
            if (event.isOfSnapshot()) {
                places.put(event.seq(), TransactionPlace.UNKNOWN);
                continue;
            }
            var transaction = open.get(event.xid());
            var place = transaction.next(name(event.schema(), event.table()), event.seq());
            places.put(event.seq(), place);
            if (place.isLast()) {
                open.remove(event.xid());
            }
        }
    }

    private void find(List<Event> events) {
        var first = events.getFirst().seq();
        // a batch that does not follow the last one
        open.values().removeIf(transaction -> transaction.lastSeq >= first);
        var unknown = new LinkedHashSet<String>();
        for (var event : events) {
            if (!event.isOfSnapshot() && !open.containsKey(event.xid())) {
                unknown.add(event.xid());
            }
        }
        if (unknown.isEmpty()) {
            return;
        }
        for (var count : counts.of(unknown, first)) {
            var table = names.apply(count.schema(), count.table());
            open.computeIfAbsent(count.xid(), _ -> new OpenTransaction())
                    .add(name(table.getFirst(), table.getLast()), count.before(), count.events());
        }
    }

    private static String name(String schema, String table) {
        return schema + "." + table;
    }

    /** Returns the place of an event of the batch. */
    TransactionPlace of(Event event) {
        return places.get(event.seq());
    }
}
