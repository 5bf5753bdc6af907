package dev.dbops.events.envelope;

import dev.dbops.events.Event;
import dev.dbops.events.Position;
import dev.dbops.text.Utf8Buffer;

/**
 * The positions after events, as text. Positions in a window differ only at the end, so the rest is cached. A row that was
 * read from its table is between two windows: it has the position before it.
 */
final class PositionText {
    private Position window = Position.beginning("");
    private String beginning = "";

    void append(Event event, Position itsWindow, Utf8Buffer out) {
        if (itsWindow != window) {
            window = itsWindow;
            var text =
                    (event.isRead() ? itsWindow : itsWindow.at(0)).withRead(0).toString();
            beginning = event.isRead() ? text : text.substring(0, text.length() - 1);
        }
        out.append(beginning);
        if (!event.isRead()) {
            out.append(event.seq());
        }
    }
}
