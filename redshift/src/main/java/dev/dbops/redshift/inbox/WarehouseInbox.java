package dev.dbops.redshift.inbox;

import dev.dbops.OpsException;
import dev.dbops.OpsException.Kind;
import dev.dbops.events.Event;
import dev.dbops.events.NameMap;
import dev.dbops.events.Operation;
import dev.dbops.events.received.ReceivedEvent;
import dev.dbops.redshift.WarehouseErrors;
import dev.dbops.redshift.WarehouseWriter;
import dev.dbops.redshift.write.EventChanges;
import dev.dbops.redshift.write.RowChanges;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Applies received events to the tables of a warehouse, in whichever order and however often they come: of each row, the
 * event with the greatest number counts. What was received is remembered in the transaction of the changes. Used by one
 * thread; several objects, in several processes too, may use one warehouse at once.
 */
public final class WarehouseInbox {
    private final NameMap names;
    private final InboxTables tables;
    private final EventChanges changes;
    private final ReceivedTables received;
    private final Receiving receiving;
    private final Truncating truncating;
    private final Forgetting forgetting;

    /** The tables and logs of the last events. */
    private final Map<List<String>, Event> seen = new LinkedHashMap<>();

    /**
     * Makes the inbox without a connection.
     *
     * @param names gives tables of the events their names in the warehouse
     * @param memory how long received events are remembered
     */
    public WarehouseInbox(WarehouseWriter warehouse, NameMap names, Duration memory) {
        this.names = names;
        this.tables = new InboxTables(warehouse);
        this.changes = new EventChanges(tables);
        this.received = new ReceivedTables(warehouse);
        this.receiving = new Receiving(warehouse, received);
        this.truncating = new Truncating(warehouse, received);
        this.forgetting = new Forgetting(warehouse, received, memory);
    }

    /**
     * Applies the events, those of each table and log in transactions of their own.
     *
     * @param limit the longest time
     * @param result gets the outcome of each event, as soon as it is known
     * @throws OpsException when the warehouse fails in a way that no event has caused: events without an outcome may be
     *     applied, and can come again
     * @throws InterruptedException when the thread is interrupted
     */
    public void apply(List<ReceivedEvent> events, Duration limit, WarehouseResult result) throws InterruptedException {
        var deadline = InboxDeadline.in(limit);
        seen.clear();
        for (var group : groups(events, result).entrySet()) {
            var ofTable = group.getValue();
            seen.put(group.getKey(), named(ofTable.getFirst()));
            try {
                if (!tables.exists(named(ofTable.getFirst()))) {
                    ofTable.forEach(event -> result.addRefusal(event, tables.missing(named(event))));
                    continue;
                }
            } catch (OpsException e) {
                requireOfEvents(e);
                ofTable.forEach(event -> result.addRefusal(event, e));
                continue;
            }
            ofTable.sort(Comparator.comparingLong(event -> event.event().seq()));
            applyOfTable(ofTable, deadline, result);
        }
    }

    /**
     * Forgets what the warehouse remembers of the tables of the last events, as far as it is old enough. Events are safe
     * whether this succeeds or not.
     *
     * @throws OpsException when the warehouse fails
     */
    public void forget(Duration limit) throws InterruptedException {
        var deadline = InboxDeadline.in(limit);
        for (var each : seen.entrySet()) {
            if (tables.exists(each.getValue())) {
                forgetting.run(tables.table(each.getValue()), each.getKey().getFirst(), deadline);
            }
        }
    }

    private Map<List<String>, List<ReceivedEvent>> groups(List<ReceivedEvent> events, WarehouseResult result) {
        Map<List<String>, List<ReceivedEvent>> groups = new LinkedHashMap<>();
        for (var event : events) {
            if (event.event().isSchemaChange()) {
                // there is no order in which the warehouse could follow it: rows that do not fit are refused
                result.addReceived(event);
                continue;
            }
            try {
                InboxTables.requireWhole(event);
                var name = named(event);
                groups.computeIfAbsent(List.of(event.log(), name.schema(), name.table()), _ -> new ArrayList<>())
                        .add(event);
            } catch (OpsException e) {
                result.addRefusal(event, e);
            }
        }
        return groups;
    }

    private Event named(ReceivedEvent received) {
        return names.apply(received.event());
    }

    /** Separates TRUNCATEs from changes. */
    private void applyOfTable(List<ReceivedEvent> events, InboxDeadline deadline, WarehouseResult result)
            throws InterruptedException {
        var part = new ArrayList<ReceivedEvent>();
        for (var event : events) {
            if (event.event().operation() == Operation.TRUNCATE) {
                applyPart(part, false, deadline, result);
                part.clear();
                truncate(event, deadline, result);
            } else {
                part.add(event);
            }
        }
        applyPart(part, false, deadline, result);
    }

    /**
     * Refused events are set aside, and the others are applied without them.
     *
     * @param isAgain whether the tables were looked up again after a failure
     */
    private void applyPart(List<ReceivedEvent> events, boolean isAgain, InboxDeadline deadline, WarehouseResult result)
            throws InterruptedException {
        if (events.isEmpty()) {
            return;
        }
        try {
            attempt(events, deadline, result);
        } catch (RefusedEvents e) {
            var rest = new ArrayList<ReceivedEvent>();
            for (var i = 0; i < events.size(); i++) {
                var reason = e.reasons().get(i);
                if (reason == null) {
                    rest.add(events.get(i));
                } else {
                    result.addRefusal(events.get(i), reason);
                }
            }
            applyPart(rest, isAgain, deadline, result);
        } catch (OpsException e) {
            if (!isAgain && isOfDefinitions(e)) {
                forgetTables();
                applyPart(events, true, deadline, result);
                return;
            }
            requireOfEvents(e);
            if (events.size() == 1) {
                result.addRefusal(events.getFirst(), e);
                return;
            }
            var middle = events.size() / 2;
            applyPart(events.subList(0, middle), true, deadline, result);
            applyPart(events.subList(middle, events.size()), true, deadline, result);
        }
    }

    private void attempt(List<ReceivedEvent> events, InboxDeadline deadline, WarehouseResult result)
            throws InterruptedException {
        Map<Integer, OpsException> refused = new HashMap<>();
        var set = read(events, refused);
        refused.putAll(receiving.apply(events, set, deadline));
        for (var i = 0; i < events.size(); i++) {
            var reason = refused.get(i);
            if (reason == null) {
                result.addReceived(events.get(i));
            } else {
                result.addRefusal(events.get(i), reason);
            }
        }
    }

    private RowChanges read(List<ReceivedEvent> events, Map<Integer, OpsException> refused) {
        var all = events.stream().map(this::named).toList();
        var set = changes.of(all, refused::put);
        if (refused.isEmpty()) {
            return set;
        }
        // the definition that is known may be an old one
        tables.forget();
        refused.clear();
        return changes.of(all, refused::put);
    }

    private void truncate(ReceivedEvent event, InboxDeadline deadline, WarehouseResult result)
            throws InterruptedException {
        for (var isAgain = false; ; isAgain = true) {
            try {
                truncating
                        .apply(event, tables.table(named(event)), deadline)
                        .ifPresentOrElse(reason -> result.addRefusal(event, reason), () -> result.addReceived(event));
                return;
            } catch (OpsException e) {
                if (isAgain || !isOfDefinitions(e)) {
                    requireOfEvents(e);
                    result.addRefusal(event, e);
                    return;
                }
                forgetTables();
            }
        }
    }

    /** Returns whether a table that was altered, dropped or created may be the reason. */
    private static boolean isOfDefinitions(OpsException failure) {
        return failure.kind() == Kind.SQL && !WarehouseErrors.isConflict(failure);
    }

    private static void requireOfEvents(OpsException failure) {
        if (failure.kind() != Kind.FAILED && !WarehouseErrors.mayBeOfRow(failure)) {
            throw failure;
        }
    }

    private void forgetTables() {
        tables.forget();
        received.forget();
    }
}
