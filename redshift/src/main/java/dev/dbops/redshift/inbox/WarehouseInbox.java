package dev.dbops.redshift.inbox;

import dev.dbops.OpsException;
import dev.dbops.OpsException.Kind;
import dev.dbops.events.Event;
import dev.dbops.events.NameMap;
import dev.dbops.events.Operation;
import dev.dbops.events.received.ReceivedEvent;
import dev.dbops.events.received.ReceivedEvent.Content;
import dev.dbops.events.replay.DeliveryFailure;
import dev.dbops.redshift.WarehouseErrors;
import dev.dbops.redshift.WarehouseWriter;
import dev.dbops.redshift.write.EventChanges;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Applies received events to the tables of a warehouse, in whichever order and however often they come: of each row, the
 * event with the greatest number counts. What was received is remembered in the transaction of the changes. Used by one
 * thread.
 */
public final class WarehouseInbox {
    private final WarehouseWriter warehouse;
    private final NameMap names;
    private final InboxTables tables;
    private final EventChanges changes;
    private final Receiving receiving;

    /**
     * @param names gives tables of the events their names in the warehouse
     * @param memory how long deletions are remembered
     */
    public WarehouseInbox(WarehouseWriter warehouse, NameMap names, Duration memory) {
        this.warehouse = warehouse;
        this.names = names;
        this.tables = new InboxTables(warehouse);
        this.changes = new EventChanges(tables);
        this.receiving = new Receiving(warehouse, memory);
    }

    /**
     * Applies the events, those of each table and log in transactions of their own.
     *
     * @param limit the longest wait for the warehouse
     * @throws OpsException when the warehouse cannot be reached; some of the events may have been applied, and all can
     *     come again
     * @throws InterruptedException when the thread is interrupted
     */
    public WarehouseResult apply(List<ReceivedEvent> events, Duration limit) throws InterruptedException {
        var result = new WarehouseResult();
        Map<List<String>, List<ReceivedEvent>> groups = new LinkedHashMap<>();
        for (var event : events) {
            var name = names.apply(event.event().schema(), event.event().table());
            groups.computeIfAbsent(List.of(event.log(), name.getFirst(), name.getLast()), _ -> new ArrayList<>())
                    .add(event);
        }
        for (var group : groups.values()) {
            group.sort(Comparator.comparingLong(event -> event.event().seq()));
            applyOfTable(group, limit, result);
        }
        return result;
    }

    /** Separates TRUNCATEs from changes, and changes into parts that a transaction takes. */
    private void applyOfTable(List<ReceivedEvent> events, Duration limit, WarehouseResult result)
            throws InterruptedException {
        var part = new ArrayList<ReceivedEvent>();
        for (var event : events) {
            if (event.event().operation() == Operation.TRUNCATE) {
                applyPart(part, limit, result);
                part.clear();
                truncate(event, limit, result);
            } else {
                part.add(event);
            }
        }
        applyPart(part, limit, result);
    }

    /** Refused events are set aside, and the others are applied without them. */
    private void applyPart(List<ReceivedEvent> events, Duration limit, WarehouseResult result)
            throws InterruptedException {
        var rest = new ArrayList<>(events);
        var isLookedUpAgain = false;
        while (!rest.isEmpty()) {
            try {
                var set = changes.of(rest.stream().map(this::named).toList());
                receiving.apply(rest, set, limit, result);
                return;
            } catch (DeliveryFailure e) {
                if (isLookedUpAgain) {
                    result.addRefusal(rest.remove(e.index()), e.reason());
                } else {
                    tables.forget();
                    isLookedUpAgain = true;
                }
            } catch (OpsException e) {
                if (!WarehouseErrors.mayBeOfRow(e)) {
                    throw e;
                }
                if (rest.size() == 1) {
                    result.addRefusal(rest.getFirst(), e);
                } else {
                    applyPart(rest.subList(0, rest.size() / 2), limit, result);
                    applyPart(rest.subList(rest.size() / 2, rest.size()), limit, result);
                }
                return;
            }
        }
    }

    private void truncate(ReceivedEvent event, Duration limit, WarehouseResult result) throws InterruptedException {
        try {
            receiving.truncate(event, tables.table(named(event)), limit);
            result.addReceived(List.of(event));
        } catch (OpsException e) {
            if (e.kind() != Kind.FAILED && !WarehouseErrors.mayBeOfRow(e)) {
                throw e;
            }
            result.addRefusal(event, e);
        }
    }

    private Event named(ReceivedEvent received) {
        if (received.content() == Content.REFERENCE) {
            throw new OpsException(
                    Kind.FAILED,
                    "event %s is a reference: it is too large for its message".formatted(received.id()),
                    "read it from the log of its database");
        }
        return names.apply(received.event());
    }
}
