package dev.dbops.events;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/**
 * Events that were read together: all of one window, in the order of their seq.
 *
 * @param events the events; empty when there is nothing new
 * @param window their window; {@code at(seq)} is the position after one of them
 * @param end the position after them
 */
public record Batch(List<Event> events, Position window, Position end) {
    public Batch {
        events = List.copyOf(events);
    }

    /** Returns whether nothing is left of what was visible when the window was opened. */
    public boolean endsWindow() {
        return end.isBetweenWindows();
    }

    /** Returns whether it is a part of a table, or of such a part: not events of a window, but rows between two windows. */
    public boolean isBetweenWindows() {
        return window.isBetweenWindows() && (end.read() > window.read() || isOfSnapshot());
    }

    private boolean isOfSnapshot() {
        return !events.isEmpty() && events.getFirst().isOfSnapshot();
    }

    /** Returns the events from one index up to another, with the position after the last of them. */
    public Batch part(int fromIndex, int toIndex) {
        var part = events.subList(fromIndex, toIndex);
        var behind = toIndex == events.size()
                ? end
                : window.at(
                        toIndex == 0 ? window.seq() : events.get(toIndex - 1).seq());
        return new Batch(part, window, behind);
    }

    /** Returns the batch without one of its events. */
    public Batch without(int index) {
        var others = new ArrayList<>(events);
        others.remove(index);
        return new Batch(others, window, end);
    }

    /** Returns the batch without the events at these indexes. */
    public Batch without(BitSet indexes) {
        var others = new ArrayList<Event>();
        for (var i = 0; i < events.size(); i++) {
            if (!indexes.get(i)) {
                others.add(events.get(i));
            }
        }
        return new Batch(others, window, end);
    }

    /** Returns the events as they can be shown ({@link Event#replaced}). */
    Batch replaced() {
        return new Batch(events.stream().map(Event::replaced).toList(), window, end);
    }
}
