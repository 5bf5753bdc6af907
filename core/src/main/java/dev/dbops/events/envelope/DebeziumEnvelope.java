package dev.dbops.events.envelope;

import dev.dbops.events.Event;
import dev.dbops.events.EventLog;
import dev.dbops.events.Operation;
import dev.dbops.events.Position;
import dev.dbops.text.Utf8Buffer;

/**
 * An event as Debezium's PostgreSQL connector writes it, without schema: before, after, source, op, ts_ms (Debezium
 * documentation, "Data change events" of the PostgreSQL connector). A deleted row has at least the key, as with
 * Debezium.
 */
public final class DebeziumEnvelope implements EventFormat {
    private final String log;
    private final String database;
    private final PositionText position = new PositionText();

    /**
     * @param log the log's ID, used in place of Debezium's server name
     * @param database the name of its database
     */
    public DebeziumEnvelope(String log, String database) {
        this.log = log;
        this.database = database;
    }

    /** Same as {@link DebeziumEnvelope#DebeziumEnvelope(String, String)}, for that log. */
    public static DebeziumEnvelope of(EventLog log) {
        return new DebeziumEnvelope(log.id(), log.database().target().database());
    }

    @Override
    public String name() {
        return "debezium";
    }

    @Override
    public void append(Event event, Position window, Utf8Buffer out) {
        append(event, window, before(event), event.after(), out);
    }

    /** The JSON used as the row before: for a deleted row, its key if the log has no more. */
    static String before(Event event) {
        return event.before().isEmpty() && event.operation() == Operation.DELETE ? event.key() : event.before();
    }

    /** Appends the event with other JSON for the rows. */
    void append(Event event, Position window, String before, String after, Utf8Buffer out) {
        var millis = Math.floorDiv(event.micros(), 1000);
        out.append("{\"before\": ").appendJson(before).append(", \"after\": ").appendJson(after);
        out.append(", \"source\": {\"version\": \"1\", \"connector\": \"db-ops\", \"name\": ")
                .appendQuoted(log);
        out.append(", \"ts_ms\": ").append(millis);
        out.append(", \"snapshot\": \"false\", \"db\": ").appendQuoted(database);
        out.append(", \"sequence\": \"[null,\\\"").append(event.seq()).append("\\\"]\"");
        out.append(", \"schema\": ").appendQuoted(event.schema());
        out.append(", \"table\": ").appendQuoted(event.table());
        out.append(", \"txId\": ").append(event.xid()).append(", \"position\": \"");
        position.append(event, window, out);
        out.append("\"}, \"op\": \"").append(event.operation().letter());
        out.append("\", \"ts_ms\": ").append(millis).append('}');
    }
}
