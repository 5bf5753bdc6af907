package dev.dbops.events.envelope;

import dev.dbops.events.Batch;
import dev.dbops.events.Event;
import dev.dbops.events.EventLog;
import dev.dbops.events.PerTable;
import dev.dbops.events.Position;
import dev.dbops.postgres.TableName;
import dev.dbops.text.Utf8Buffer;
import java.util.Optional;

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
    private final Optional<TransactionPlaces> places;
    private final byte[] beginning;
    private final PerTable<byte[]> sources = new PerTable<>(this::source);

    private Envelope(String log, String database, Optional<TransactionPlaces> places) {
        this.log = log;
        this.database = database;
        this.places = places;
        this.beginning =
                new Utf8Buffer().append("{\"id\": \"").append(log).append(':').toBytes();
    }

    /** The source up to the ID of the transaction. */
    private byte[] source(TableName table) {
        return new Utf8Buffer()
                .append("\", \"source\": {\"database\": ")
                .appendQuoted(database)
                .append(", \"schema\": ")
                .appendQuoted(table.schema())
                .append(", \"table\": ")
                .appendQuoted(table.table())
                .append(", \"txid\": ")
                .toBytes();
    }

    /**
     * @param log the log's id
     * @param database the name of its database
     */
    public Envelope(String log, String database) {
        this(log, database, Optional.empty());
    }

    /** Same as {@link Envelope#Envelope(String, String)}, for that log. */
    public static Envelope of(EventLog log) {
        return new Envelope(log.id(), log.database().target().database());
    }

    /** Returns the same format, with the place of each event in its transaction. */
    public Envelope with(TransactionPlaces transactions) {
        return new Envelope(log, database, Optional.of(transactions));
    }

    @Override
    public String name() {
        return places.isEmpty() ? "json" : "json --transactions";
    }

    @Override
    public void prepare(Batch batch) {
        places.ifPresent(found -> found.prepare(batch));
    }

    @Override
    public void append(Event event, Position window, Utf8Buffer out) {
        out.append(beginning).append(event.seq());
        out.append("\", \"event_type\": \"").append(event.operation().name());
        out.append("\", \"ts\": \"");
        time.append(event.micros(), out);
        out.append(sources.of(event)).append(event.xid());
        out.append(", \"position\": \"");
        position.append(event, window, out);
        if (!event.origin().isEmpty()) {
            out.append("\", \"origin\": ").appendQuoted(event.origin());
        } else {
            out.append('"');
        }
        out.append('}');
        if (places.isPresent()) {
            append(event, places.get().of(event), out);
        }
        if (event.isSchemaChange()) {
            out.append(", \"payload\": {\"schema_change\": ")
                    .appendJson(event.after())
                    .append("}}");
            return;
        }
        out.append(", \"payload\": {\"key\": ").appendJson(event.key());
        out.append(", \"before\": ").appendJson(event.before());
        out.append(", \"after\": ").appendJson(event.after()).append("}}");
    }

    private static void append(Event event, TransactionPlace place, Utf8Buffer out) {
        if (!place.isKnown()) {
            out.append(", \"transaction\": null");
            return;
        }
        out.append(", \"transaction\": {\"id\": ").appendQuoted(event.xid());
        out.append(", \"total_order\": ").append(place.order());
        out.append(", \"data_collection_order\": ").append(place.tableOrder());
        out.append(", \"event_count\": ").append(place.events()).append('}');
    }
}
