package dev.dbops.kafka.message;

import dev.dbops.events.Event;
import dev.dbops.events.Position;
import dev.dbops.text.Utf8Buffer;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;

/** Writes the header with the ID of an event, which is the same each time that it is delivered. Used by one thread. */
final class IdHeader {
    private final Utf8Buffer text = new Utf8Buffer();

    /**
     * Returns the header of an event.
     *
     * @param window the window of the event
     */
    Header of(Event event, Position window) {
        text.clear();
        text.append(window.log()).append(':').append(event.seq());
        return new RecordHeader(MessageForm.ID_HEADER, text.toBytes());
    }
}
