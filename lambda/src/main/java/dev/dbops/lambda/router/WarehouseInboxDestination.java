package dev.dbops.lambda.router;

import dev.dbops.OpsException;
import dev.dbops.OpsException.Kind;
import dev.dbops.events.NameMap;
import dev.dbops.events.received.ReceivedEvent;
import dev.dbops.lambda.database.FunctionWarehouse;
import dev.dbops.lambda.runtime.FunctionCall;
import dev.dbops.lambda.runtime.LogLevel;
import dev.dbops.lambda.runtime.Metric;
import dev.dbops.redshift.WarehouseWriter;
import dev.dbops.redshift.inbox.WarehouseInbox;
import dev.dbops.redshift.inbox.WarehouseResult;
import java.time.Duration;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

/** Applies events to the tables of an Amazon Redshift warehouse, each once in effect. */
final class WarehouseInboxDestination implements RouteDestination {
    static final String NAME = "warehouse";

    /** By chance, since an environment may end after one invocation or live for hours. */
    private static final int INVOCATIONS_BETWEEN_TURNS = 200;

    private final FunctionWarehouse warehouse;
    private final NameMap names;
    private final Duration memory;
    private final RandomGenerator random;
    private WarehouseWriter writer;
    private WarehouseInbox inbox;

    /**
     * @param names the names of tables in the warehouse
     * @param memory how long the warehouse remembers the last event of a row
     * @param random decides when the warehouse forgets
     */
    WarehouseInboxDestination(FunctionWarehouse warehouse, NameMap names, Duration memory, RandomGenerator random) {
        this.random = random;
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
        Map<ReceivedEvent, RoutedEvent> waiting = new IdentityHashMap<>();
        events.forEach(event -> waiting.put(event.event(), event));
        var result = new WarehouseResult();
        try {
            inbox().apply(events.stream().map(RoutedEvent::event).toList(), call.remaining(), result);
            report(result, waiting, call, routing);
            forget(call);
        } catch (OpsException e) {
            // what is known is not lost: an event that is refused would keep the others waiting each time
            report(result, waiting, call, routing);
            routing.failed(List.copyOf(waiting.values()), NAME, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new OpsException(Kind.INTERRUPTED, "interrupted while events were applied", null, e);
        }
    }

    /** Leaves the events of which nothing is known. */
    private static void report(
            WarehouseResult result, Map<ReceivedEvent, RoutedEvent> waiting, FunctionCall call, Routing routing) {
        call.metrics().add(Metric.EVENTS_APPLIED, result.received().size());
        result.received().forEach(waiting::remove);
        for (var refusal : result.refusals()) {
            var event = waiting.remove(refusal.event());
            routing.refused(event.item(), event.source(), refusal.reason());
        }
    }

    /** The events are safe: a failure only leaves more in the inbox than is needed. */
    private void forget(FunctionCall call) throws InterruptedException {
        if (random.nextInt(INVOCATIONS_BETWEEN_TURNS) != 0) {
            return;
        }
        try {
            inbox().forget(call.remaining());
            call.log().line(LogLevel.DEBUG, "the inbox was pruned").write();
        } catch (OpsException e) {
            call.log()
                    .line(LogLevel.WARN, "the inbox was not pruned: " + e.getMessage())
                    .with(e)
                    .write();
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
