package dev.dbops.events;

/** How one event is written: {@link Envelope}, {@link DebeziumEnvelope}, {@link EventLine}. */
public interface EventFormat {
    /**
     * Appends the event in one line, without its end.
     *
     * @param window the window in which it was read, for its position
     */
    void append(Event event, Position window, Utf8Buffer out);
}
