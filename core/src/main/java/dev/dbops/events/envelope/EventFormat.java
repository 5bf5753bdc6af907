package dev.dbops.events.envelope;

import dev.dbops.events.Event;
import dev.dbops.events.Position;

/** How one event is written: {@link Envelope}, {@link DebeziumEnvelope}, {@link EventLine}. */
public interface EventFormat {
    /** The words behind {@code --format} that mean it. A file of events keeps them, to go on in the same format. */
    String name();

    /**
     * Appends the event in one line, without its end.
     *
     * @param window the window in which it was read, for its position
     */
    void append(Event event, Position window, Utf8Buffer out);
}
