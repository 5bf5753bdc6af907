package dev.dbops.events.envelope;

import dev.dbops.events.Event;
import dev.dbops.events.EventLog;
import dev.dbops.events.Operation;
import dev.dbops.events.PerTable;
import dev.dbops.events.Position;
import dev.dbops.postgres.TableName;
import dev.dbops.text.Utf8Buffer;
import java.time.InstantSource;

/**
 * An event as Debezium's PostgreSQL connector writes it, without schema (Debezium documentation, "Data change events" of
 * the PostgreSQL connector; fields and their order are those of its version 3.6). A deleted row has at least the key, as
 * with Debezium. The number of the event takes the place of an LSN, because triggers do not know it.
 */
final class DebeziumEnvelope implements DebeziumBody {
    private final InstantSource clock;
    private final PositionText position = new PositionText();
    private final byte[] source;
    private final byte[] database;
    private final PerTable<byte[]> tables = new PerTable<>(DebeziumEnvelope::table);

    /**
     * @param log the log's ID, used in place of Debezium's server name
     * @param database the name of its database
     * @param clock the time when an event is written
     */
    DebeziumEnvelope(String log, String database, InstantSource clock) {
        this.clock = clock;
        this.source = new Utf8Buffer()
                .append(", \"source\": {\"version\": \"1\", \"connector\": \"postgresql\", \"name\": ")
                .appendQuoted(log)
                .append(", \"ts_ms\": ")
                .toBytes();
        this.database = new Utf8Buffer()
                .append("\", \"db\": ")
                .appendQuoted(database)
                .append(", \"sequence\": \"[null,\\\"")
                .toBytes();
    }

    /** The part of the source between its time and the ID of the transaction. */
    private static byte[] table(TableName table) {
        return new Utf8Buffer()
                .append("000, \"schema\": ")
                .appendQuoted(table.schema())
                .append(", \"table\": ")
                .appendQuoted(table.table())
                .append(", \"txId\": ")
                .toBytes();
    }

    /** Returns the format for events of that log. */
    static DebeziumEnvelope of(EventLog log) {
        return new DebeziumEnvelope(log.id(), log.database().target().database(), InstantSource.system());
    }

    @Override
    public void appendKey(Event event, Utf8Buffer out) {
        out.append(event.key());
    }

    @Override
    public void append(Event event, Position window, TransactionPlace place, Utf8Buffer out) {
        append(event, window, place, before(event), event.after(), out);
    }

    /** The JSON used as the row before: for a deleted row, its key if the log has no more. */
    static String before(Event event) {
        return event.before().isEmpty() && event.operation() == Operation.DELETE ? event.key() : event.before();
    }

    /** Appends the event with other JSON for the rows. */
    void append(Event event, Position window, TransactionPlace place, String before, String after, Utf8Buffer out) {
        out.append("{\"before\": ").appendJson(before).append(", \"after\": ").appendJson(after);
        out.append(source).append(Math.floorDiv(event.micros(), 1000));
        out.append(", \"snapshot\": \"").append(String.valueOf(event.isRead()));
        out.append(database).append(event.seq());
        out.append("\\\"]\", \"ts_us\": ").append(event.micros());
        out.append(", \"ts_ns\": ").append(event.micros());
        out.append(tables.of(event)).append(event.isOfSnapshot() ? "null" : event.xid());
        out.append(", \"lsn\": ").append(event.seq()).append(", \"xmin\": null, \"origin\": ");
        if (event.origin().isEmpty()) {
            out.append("null");
        } else {
            out.appendQuoted(event.origin());
        }
        out.append(", \"origin_lsn\": null, \"position\": \"");
        position.append(event, window, out);
        out.append("\"}, \"transaction\": ");
        appendPlace(event, place, out);
        out.append(", \"op\": \"").append(event.operation().letter()).append('"');
        appendTimeOfWriting(out);
        out.append('}');
    }

    private static void appendPlace(Event event, TransactionPlace place, Utf8Buffer out) {
        if (!place.isKnown()) {
            out.append("null");
            return;
        }
        out.append("{\"id\": ").appendQuoted(event.xid());
        out.append(", \"total_order\": ").append(place.order());
        out.append(", \"data_collection_order\": ").append(place.tableOrder()).append('}');
    }

    /** The difference from the source's time is the latency. */
    private void appendTimeOfWriting(Utf8Buffer out) {
        var now = clock.instant();
        var micros = Math.multiplyExact(now.getEpochSecond(), 1_000_000L) + now.getNano() / 1000;
        out.append(", \"ts_ms\": ").append(micros / 1000);
        out.append(", \"ts_us\": ").append(micros);
        out.append(", \"ts_ns\": ").append(micros * 1000 + now.getNano() % 1000);
    }
}
