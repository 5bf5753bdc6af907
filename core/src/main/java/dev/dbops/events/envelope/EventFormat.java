package dev.dbops.events.envelope;

import dev.dbops.events.Event;
import dev.dbops.events.Position;
import dev.dbops.text.Utf8Buffer;

/** The format of one event: {@link Envelope}, {@link DebeziumEnvelope}, {@link EventLine}. */
public interface EventFormat {
    /**
     * The {@code --format} value that selects this format. A file of events records it, to continue in the same format.
     */
    String name();

    /**
     * Appends the event as one line, without the line end.
     *
     * @param window the window of the event, for its position
     */
    void append(Event event, Position window, Utf8Buffer out);
}
