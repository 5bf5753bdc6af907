package dev.dbops.events.envelope;

import dev.dbops.events.Event;
import dev.dbops.events.Position;
import dev.dbops.text.Utf8Buffer;
import java.nio.charset.StandardCharsets;

/**
 * The positions after events, as text. Positions in a window differ only at the end, so the rest is cached. A row of a
 * snapshot is between two windows: it has the position before it.
 */
final class PositionText {
    private Position window = Position.beginning("");
    private byte[] beginning = {};

    void append(Event event, Position itsWindow, Utf8Buffer out) {
        if (itsWindow != window) {
            window = itsWindow;
            var text = (event.isOfSnapshot() ? itsWindow : itsWindow.at(0))
                    .withRead(0)
                    .toString();
            var shared = event.isOfSnapshot() ? text : text.substring(0, text.length() - 1);
            beginning = shared.getBytes(StandardCharsets.UTF_8);
        }
        out.append(beginning);
        if (!event.isOfSnapshot()) {
            out.append(event.seq());
        }
    }
}
