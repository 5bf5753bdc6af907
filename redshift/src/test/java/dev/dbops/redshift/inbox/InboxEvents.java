package dev.dbops.redshift.inbox;

import dev.dbops.events.Event;
import dev.dbops.events.Operation;
import dev.dbops.events.received.ReceivedEvent;
import dev.dbops.events.received.ReceivedEvent.Content;

/** Events like those of a log. */
final class InboxEvents {
    private InboxEvents() {}

    /** The event with another number. */
    static ReceivedEvent withNumber(ReceivedEvent like, long seq) {
        return of(
                like,
                seq,
                like.event().operation(),
                like.event().key(),
                like.event().after(),
                Content.WHOLE);
    }

    /** A TRUNCATE of the event's table. */
    static ReceivedEvent truncate(ReceivedEvent like, long seq) {
        return of(like, seq, Operation.TRUNCATE, "", "", Content.WHOLE);
    }

    static ReceivedEvent of(
            ReceivedEvent like, long seq, Operation operation, String key, String after, Content content) {
        var event = like.event();
        return new ReceivedEvent(
                like.log(),
                new Event(
                        seq,
                        event.xid(),
                        event.micros(),
                        event.schema(),
                        event.table(),
                        operation,
                        key,
                        "",
                        after,
                        event.origin()),
                content);
    }
}
