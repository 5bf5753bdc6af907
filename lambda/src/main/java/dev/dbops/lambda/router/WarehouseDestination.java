package dev.dbops.lambda.router;

import dev.dbops.OpsException;
import dev.dbops.OpsException.Kind;
import dev.dbops.events.NameMap;
import dev.dbops.events.received.ReceivedEvent;
import dev.dbops.lambda.database.FunctionWarehouse;
import dev.dbops.lambda.runtime.FunctionCall;
import dev.dbops.lambda.runtime.Metric;
import dev.dbops.redshift.WarehouseWriter;
import dev.dbops.redshift.inbox.WarehouseInbox;
import java.time.Duration;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/** Applies events to the tables of an Amazon Redshift warehouse, each once in effect. */
final class WarehouseDestination implements RouteDestination {
    static final String NAME = "warehouse";

    private final FunctionWarehouse warehouse;
    private final NameMap names;
    private final Duration memory;
    private WarehouseWriter writer;
    private WarehouseInbox inbox;

    /**
     * @param names the names of tables in the warehouse
     * @param memory how long the warehouse remembers deletions
     */
    WarehouseDestination(FunctionWarehouse warehouse, NameMap names, Duration memory) {
        this.warehouse = warehouse;
        this.names = names;
        this.memory = memory;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public void deliver(List<RoutedEvent> events, FunctionCall call, Routing routing) {
        Map<ReceivedEvent, RoutedEvent> routed = new IdentityHashMap<>();
        events.forEach(event -> routed.put(event.event(), event));
        try {
            var result = inbox().apply(events.stream().map(RoutedEvent::event).toList(), call.remaining());
            call.metrics().add(Metric.EVENTS_APPLIED, result.received().size());
            for (var refusal : result.refusals()) {
                var event = routed.get(refusal.event());
                routing.refused(event.item(), event.source(), refusal.reason());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new OpsException(Kind.INTERRUPTED, "interrupted while events were applied", null, e);
        }
    }

    private WarehouseInbox inbox() {
        if (writer != warehouse.writer()) {
            writer = warehouse.writer();
            inbox = new WarehouseInbox(writer, names, memory);
        }
        return inbox;
    }
}
