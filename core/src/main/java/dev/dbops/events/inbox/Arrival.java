package dev.dbops.events.inbox;

import dev.dbops.events.Event;
import dev.dbops.events.Operation;
import dev.dbops.events.received.ReceivedEvent;

/**
 * An event that arrived at the inbox.
 *
 * @param received the event, with the names of the source
 * @param event the event as it is applied: with the names of the target, and with its key
 * @param table the quoted name of its table in the target
 */
record Arrival(ReceivedEvent received, Event event, String table) {
    /** The key in the inbox, as JSON: that of the row, or the event's number. */
    String inboxKey() {
        return event.key().isEmpty() ? Long.toString(event.seq()) : event.key();
    }

    boolean isTruncate() {
        return event.operation() == Operation.TRUNCATE;
    }
}
