package dev.dbops.cli.events;

import dev.dbops.events.Batch;
import dev.dbops.events.envelope.EventFormat;
import dev.dbops.text.Utf8Buffer;

/** The events of a batch as text. */
final class EventText {
    private EventText() {}

    /** Writes one event per line. */
    static Utf8Buffer lines(EventFormat format, Batch batch) {
        var text = new Utf8Buffer();
        format.prepare(batch);
        for (var event : batch.events()) {
            format.append(event, batch.window(), text);
            text.append('\n');
        }
        return text;
    }

    /** Writes one array of JSON, with one line for each event. */
    static Utf8Buffer array(EventFormat format, Batch batch) {
        var text = new Utf8Buffer().append('[');
        for (var i = 0; i < batch.events().size(); i++) {
            text.append(i == 0 ? "" : ",\n ");
            format.append(batch.events().get(i), batch.window(), text);
        }
        return text.append("]\n");
    }
}
