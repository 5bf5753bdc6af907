package dev.dbops.events.envelope;

import dev.dbops.events.Event;
import dev.dbops.events.Position;

/** The positions behind events, as text. Those of a window differ in their end alone: the rest is kept. */
final class PositionText {
    private Position window = Position.beginning("");
    private String beginning = "";

    void append(Event event, Position itsWindow, Utf8Buffer out) {
        if (itsWindow != window) {
            window = itsWindow;
            var text = itsWindow.at(0).toString();
            beginning = text.substring(0, text.length() - 1);
        }
        out.append(beginning).append(event.seq());
    }
}
