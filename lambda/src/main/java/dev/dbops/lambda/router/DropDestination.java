package dev.dbops.lambda.router;

import dev.dbops.lambda.runtime.FunctionCall;
import dev.dbops.lambda.runtime.Metric;
import java.util.List;

/** Ignores events. */
final class DropDestination implements RouteDestination {
    static final String NAME = "drop";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public void deliver(List<RoutedEvent> events, FunctionCall call, Routing routing) {
        call.metrics().add(Metric.EVENTS_DROPPED, events.size());
    }
}
