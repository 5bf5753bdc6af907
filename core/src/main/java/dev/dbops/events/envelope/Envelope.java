package dev.dbops.events.envelope;

import dev.dbops.events.Event;
import dev.dbops.events.EventLog;
import dev.dbops.events.Position;
import dev.dbops.text.Utf8Buffer;

/**
 * An event as JSON: type, time, source and payload, in one line (docs/events.md). JSON in the log is copied.
 *
 * <p>Used by one thread.
 */
public final class Envelope implements EventFormat {
    private final String log;
    private final String database;
    private final EventTime time = new EventTime();
    private final PositionText position = new PositionText();

    /**
     * @param log the log's id
     * @param database the name of its database
     */
    public Envelope(String log, String database) {
        this.log = log;
        this.database = database;
    }

    /** Same as {@link Envelope#Envelope(String, String)}, for that log. */
    public static Envelope of(EventLog log) {
        return new Envelope(log.id(), log.database().target().database());
    }

    @Override
    public String name() {
        return "json";
    }

    @Override
    public void append(Event event, Position window, Utf8Buffer out) {
        out.append("{\"id\": \"").append(log).append(':').append(event.seq());
        out.append("\", \"event_type\": \"").append(event.operation().name());
        out.append("\", \"ts\": \"");
        time.append(event.micros(), out);
        out.append("\", \"source\": {\"database\": ").appendQuoted(database);
        out.append(", \"schema\": ").appendQuoted(event.schema());
        out.append(", \"table\": ").appendQuoted(event.table());
        out.append(", \"txid\": ").append(event.xid());
        out.append(", \"position\": \"");
        position.append(event, window, out);
        if (!event.origin().isEmpty()) {
            out.append("\", \"origin\": ").appendQuoted(event.origin());
        } else {
            out.append('"');
        }
        out.append("}, \"payload\": {\"key\": ").appendJson(event.key());
        out.append(", \"before\": ").appendJson(event.before());
        out.append(", \"after\": ").appendJson(event.after()).append("}}");
    }
}
