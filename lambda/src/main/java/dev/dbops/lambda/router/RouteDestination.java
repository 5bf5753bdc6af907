package dev.dbops.lambda.router;

import dev.dbops.lambda.runtime.FunctionCall;
import java.util.List;

/** Where events go. Used by one thread. */
interface RouteDestination {
    /** The name in the routes, for messages. */
    String name();

    /**
     * Delivers events. Those that are not delivered are reported.
     *
     * @param events the events in the order in which they came
     * @param routing takes the reports
     * @throws dev.dbops.OpsException when nothing of the rest was delivered, whichever the events are
     */
    void deliver(List<RoutedEvent> events, FunctionCall call, Routing routing);
}
