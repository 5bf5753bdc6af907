package dev.dbops.events.received;

import dev.dbops.events.Event;

/**
 * An event that was received: in any order, late, or more than once.
 *
 * @param log the id of its log
 * @param event the event, as the log has it; of a reference, without key and rows
 * @param content the parts of the event that were received
 */
public record ReceivedEvent(String log, Event event, Content content) {
    /** The part of an event that was received. */
    public enum Content {
        /** The whole event. An empty key means that its row has none. */
        WHOLE,
        /** The event without its key, which Debezium keeps in the key of the message. */
        WITHOUT_KEY,
        /** The number of the event alone, since the event was too large: the log has it. */
        REFERENCE
    }

    /** The id of the event, the same in each delivery: LOG:SEQ. */
    public String id() {
        return log + ":" + event.seq();
    }
}
