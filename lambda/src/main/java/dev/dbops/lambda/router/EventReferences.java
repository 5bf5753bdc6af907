package dev.dbops.lambda.router;

import dev.dbops.OpsException;
import dev.dbops.OpsException.Kind;
import dev.dbops.events.received.ReceivedEvent;
import dev.dbops.events.received.ReferencedEvents;
import dev.dbops.lambda.database.FunctionDatabase;
import dev.dbops.lambda.runtime.FunctionCall;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Fetches events from the log of their database, if they were too large for their messages. */
final class EventReferences {
    private final Optional<FunctionDatabase> source;

    /**
     * @param source the database of the log; empty if the function knows none
     */
    EventReferences(Optional<FunctionDatabase> source) {
        this.source = source;
    }

    /**
     * Returns the events with the whole ones in place of references. References without an event are reported.
     *
     * @throws OpsException when the log cannot be read, or the function does not know its database
     */
    List<RoutedEvent> resolve(
            List<RoutedEvent> events, List<RoutedEvent> references, FunctionCall call, Routing routing) {
        var database = source.orElseThrow(() -> new OpsException(
                Kind.USAGE,
                "the event is a reference, and SOURCE_CONNECTION_URL is not set",
                "set it to the database whose triggers send the events, for a role that may read its log"));
        var fetched = database.transaction(
                call,
                connection -> ReferencedEvents.in(connection)
                        .fetch(references.stream().map(RoutedEvent::event).toList()));
        Map<String, ReceivedEvent> found = new HashMap<>();
        fetched.events().forEach(event -> found.put(event.id(), event));
        Map<String, OpsException> missing = new HashMap<>();
        fetched.missing().forEach(each -> missing.put(each.reference().id(), each.failure()));
        var whole = new ArrayList<RoutedEvent>();
        for (var event : events) {
            var id = event.event().id();
            if (!references.contains(event)) {
                whole.add(event);
            } else if (found.containsKey(id)) {
                whole.add(new RoutedEvent(event.item(), event.source(), found.get(id)));
            } else {
                report(event, missing.get(id), routing);
            }
        }
        return whole;
    }

    /** The trigger sends an event before its transaction ends. */
    private static void report(RoutedEvent event, OpsException reason, Routing routing) {
        if (reason.kind() == Kind.TIMEOUT) {
            routing.failed(event.item(), event.source(), reason);
        } else {
            routing.refused(event.item(), event.source(), reason);
        }
    }
}
