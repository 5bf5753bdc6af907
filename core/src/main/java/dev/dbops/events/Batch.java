package dev.dbops.events;

import java.util.List;

/**
 * Events that were read together: all of one window, in the order of their seq.
 *
 * @param events the events; none when there is nothing new
 * @param window the window in which they are; {@code at(seq)} is the position behind one of them
 * @param end the position behind them
 */
public record Batch(List<Event> events, Position window, Position end) {
    public Batch {
        events = List.copyOf(events);
    }

    /** Whether nothing is left of what could be seen when the window was opened. */
    public boolean endsWindow() {
        return end.isBetweenWindows();
    }

    /** The events from one index up to another, with the position behind the last of them. */
    public Batch part(int fromIndex, int toIndex) {
        var part = events.subList(fromIndex, toIndex);
        var behind = toIndex == events.size()
                ? end
                : window.at(
                        toIndex == 0 ? window.seq() : events.get(toIndex - 1).seq());
        return new Batch(part, window, behind);
    }
}
