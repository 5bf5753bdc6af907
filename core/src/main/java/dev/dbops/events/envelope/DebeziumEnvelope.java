package dev.dbops.events.envelope;

import dev.dbops.events.Event;
import dev.dbops.events.EventLog;
import dev.dbops.events.Operation;
import dev.dbops.events.Position;

/**
 * An event as Debezium's PostgreSQL connector writes it, without schema: before, after, source, op, ts_ms (Debezium
 * documentation, "Data change events" of the PostgreSQL connector). Of a deleted row it has the key at least, as there.
 */
public final class DebeziumEnvelope implements EventFormat {
    private final String log;
    private final String database;
    private final PositionText position = new PositionText();

    /**
     * @param log the log's id, which stands where Debezium has the name of the server
     * @param database the name of the database that has it
     */
    public DebeziumEnvelope(String log, String database) {
        this.log = log;
        this.database = database;
    }

    /** As {@link DebeziumEnvelope#DebeziumEnvelope(String, String)} of that log. */
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

    /** What stands for the row before: of a deleted one, its key if the log has no more. */
    static String before(Event event) {
        return event.before().isEmpty() && event.operation() == Operation.DELETE ? event.key() : event.before();
    }

    /** With other JSON for the rows. */
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
