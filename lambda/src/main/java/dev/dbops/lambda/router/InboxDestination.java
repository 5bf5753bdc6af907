package dev.dbops.lambda.router;

import dev.dbops.OpsException;
import dev.dbops.OpsException.Kind;
import dev.dbops.events.NameMap;
import dev.dbops.events.inbox.Inbox;
import dev.dbops.events.inbox.InboxPruning;
import dev.dbops.events.received.ReceivedEvent;
import dev.dbops.lambda.database.FunctionDatabase;
import dev.dbops.lambda.runtime.FunctionCall;
import dev.dbops.lambda.runtime.LogLevel;
import dev.dbops.lambda.runtime.Metric;
import java.time.Duration;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/** Applies events to the tables of the function's database, each once in effect. */
final class InboxDestination implements RouteDestination {
    static final String NAME = "postgres";

    /** Each turn looks at a part of the inbox. */
    private static final Duration BETWEEN_PRUNINGS = Duration.ofMinutes(1);

    private final FunctionDatabase database;
    private final Inbox inbox;
    private final InboxPruning pruning;
    private long prunedAt = System.nanoTime();

    /**
     * @param names the names of tables in the database
     * @param memory how long the inbox remembers the last event of a row
     */
    InboxDestination(FunctionDatabase database, NameMap names, Duration memory) {
        this.database = database;
        this.inbox = new Inbox(names);
        this.pruning = new InboxPruning(memory);
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
            var result = inbox.apply(
                    database.pool(), events.stream().map(RoutedEvent::event).toList(), call.remaining());
            call.metrics().add(Metric.EVENTS_APPLIED, result.applied().size());
            call.metrics().add(Metric.EVENTS_STALE, result.stale().size());
            for (var refusal : result.refusals()) {
                var event = routed.get(refusal.event());
                if (refusal.mayPass()) {
                    routing.failed(event.item(), event.source(), refusal.reason());
                } else {
                    routing.refused(event.item(), event.source(), refusal.reason());
                }
            }
            prune(call);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new OpsException(Kind.INTERRUPTED, "interrupted while events were applied", null, e);
        }
    }

    /** The events are safe: a failure only leaves more in the inbox than is needed. */
    private void prune(FunctionCall call) throws InterruptedException {
        if (System.nanoTime() - prunedAt < BETWEEN_PRUNINGS.toNanos()) {
            return;
        }
        prunedAt = System.nanoTime();
        try {
            var keys = pruning.forget(database.pool(), call.remaining());
            call.log()
                    .line(LogLevel.DEBUG, "the inbox was pruned")
                    .with("keys", keys)
                    .write();
        } catch (OpsException e) {
            call.log()
                    .line(LogLevel.WARN, "the inbox was not pruned: " + e.getMessage())
                    .with(e)
                    .write();
        }
    }
}
