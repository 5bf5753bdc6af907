package dev.dbops.events.envelope;

import dev.dbops.events.Event;
import dev.dbops.events.Position;
import dev.dbops.events.ddl.SchemaChange;
import dev.dbops.text.Utf8Buffer;
import java.util.Locale;

/**
 * Writes an event as a text line: time, operation, table, key, and the row as it is now; or the command that has changed the
 * table.
 */
public final class EventLine implements EventFormat {
    private final EventTime time = new EventTime();

    @Override
    public String name() {
        return "text";
    }

    @Override
    public void append(Event event, Position window, Utf8Buffer out) {
        time.append(event.micros(), out);
        out.append(' ').append(event.operation().name().toLowerCase(Locale.ROOT));
        out.append(' ').append(event.tableName().toString());
        if (event.isSchemaChange()) {
            var change = SchemaChange.of(event);
            out.append(' ').append(change.command());
            change.statement().ifPresent(text -> out.append(": ").append(oneLine(text)));
            return;
        }
        if (!event.key().isEmpty()) {
            out.append(' ').append(event.key());
        }
        if (!event.before().isEmpty()) {
            out.append(" before ").append(event.before());
        }
        if (!event.after().isEmpty()) {
            out.append(event.before().isEmpty() ? " " : " after ").append(event.after());
        }
    }

    /** The text is what a client has sent. */
    private static String oneLine(String statement) {
        return statement.strip().replaceAll("[\\p{Cntrl}\\s]+", " ");
    }
}
