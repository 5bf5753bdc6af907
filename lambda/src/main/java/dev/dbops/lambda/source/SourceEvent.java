package dev.dbops.lambda.source;

import dev.dbops.OpsException;
import dev.dbops.events.received.ReceivedEvent;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * An event in a message.
 *
 * @param event the event; empty when the message is none, such as a tombstone, and when it cannot be read
 * @param fault why it cannot be read; empty when it can be
 * @param json its text, made when it is asked for
 */
public record SourceEvent(Optional<ReceivedEvent> event, Optional<OpsException> fault, Supplier<String> json) {
    static SourceEvent of(Optional<ReceivedEvent> event, String json) {
        return new SourceEvent(event, Optional.empty(), () -> json);
    }

    static SourceEvent unreadable(OpsException fault, String json) {
        return new SourceEvent(Optional.empty(), Optional.of(fault), () -> json);
    }

    /** The event's id; empty when it is unknown. */
    public String id() {
        return event.map(ReceivedEvent::id).orElse("");
    }
}
