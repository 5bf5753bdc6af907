package dev.dbops.events.received;

import java.util.List;

/**
 * The events of a set of references.
 *
 * @param events the whole events in the order of their numbers, each once
 * @param missing the references whose events the log does not give
 */
public record FetchedEvents(List<ReceivedEvent> events, List<MissingReference> missing) {
    public FetchedEvents {
        events = List.copyOf(events);
        missing = List.copyOf(missing);
    }
}
