package dev.dbops.events.envelope;

import dev.dbops.events.Batch;
import dev.dbops.events.Event;
import dev.dbops.events.Position;
import dev.dbops.text.Utf8Buffer;

/** The format of one event: {@link Envelope}, {@link DebeziumFormat}, {@link EventLine}. */
public interface EventFormat {
    /**
     * The options that select this format. A file of events records them, to continue in the same format.
     */
    String name();

    /** Looks up what the events of a batch need. Called before they are appended; a batch may come again in parts. */
    default void prepare(Batch batch) {}

    /**
     * Appends the event as one line, without the line end; or as several lines, with line ends between them.
     *
     * @param window the window of the event, for its position
     */
    void append(Event event, Position window, Utf8Buffer out);

    /** Returns the same format for a reader that needs other text between the lines of one event. */
    default EventFormat separatedBy(String separator) {
        return this;
    }
}
