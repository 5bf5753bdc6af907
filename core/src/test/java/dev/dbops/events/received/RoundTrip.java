package dev.dbops.events.received;

import dev.dbops.Resource;
import dev.dbops.events.Batch;
import dev.dbops.events.Event;
import dev.dbops.events.EventFilter;
import dev.dbops.events.EventListing;
import dev.dbops.events.EventLog;
import dev.dbops.events.NameMap;
import dev.dbops.events.Operation;
import dev.dbops.events.capture.CaptureDatabase;
import dev.dbops.events.capture.CaptureOptions;
import dev.dbops.events.capture.Delivery;
import dev.dbops.events.capture.EveryTypeTest;
import dev.dbops.events.connect.DatabaseColumns;
import dev.dbops.events.connect.SemanticTypes;
import dev.dbops.events.envelope.DebeziumMessages;
import dev.dbops.events.envelope.DebeziumOptions;
import dev.dbops.events.envelope.Envelope;
import dev.dbops.events.envelope.EventFormat;
import dev.dbops.events.replay.postgres.AppliedEvents;
import dev.dbops.postgres.Database;
import dev.dbops.text.Utf8Buffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** A database whose events are written, read again and applied to another one. */
public final class RoundTrip implements AutoCloseable {
    private static final String COLUMNS = """
        SELECT a.attname, quote_ident(c.relname), quote_ident(a.attname)
          FROM pg_class AS c
          JOIN pg_attribute AS a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
         WHERE c.relkind = 'r' AND c.relnamespace = 'public'::regnamespace
         ORDER BY 1, 2
        """;

    private final CaptureDatabase source;
    private final CaptureDatabase target;
    private final DatabaseColumns columns;
    private final EventLog log;
    private final Batch batch;

    private RoundTrip(int major, String tables, String changes, CaptureSteps capture) {
        source = new CaptureDatabase(major);
        target = new CaptureDatabase(major);
        target.run(tables);
        source.run(tables);
        capture.install(source);
        for (var statement : changes.split(";\n")) {
            source.run(statement);
        }
        columns = new DatabaseColumns(target::database);
        log = EventLog.open(source.database());
        batch = new EventListing(log, EventFilter.all()).first(1000);
    }

    private interface CaptureSteps {
        void install(CaptureDatabase source);
    }

    /** Rows of every type that PostgreSQL has, inserted, changed, deleted, and with a changed key. */
    static RoundTrip everyType(int major) {
        var tables = Resource.text(EveryTypeTest.class, "every-type.sql");
        return new RoundTrip(major, tables, """
            UPDATE every_type SET id = id;
            UPDATE every_type SET id = id + 100 WHERE id = 2;
            DELETE FROM every_type WHERE id = 4;
            """, source -> source.install("every_type"));
    }

    /** The tables and changes that are compared with Debezium's own connector. */
    static RoundTrip debeziumTables(int major) {
        return new RoundTrip(
                major,
                Resource.text(Envelope.class, "debezium-tables.sql"),
                Resource.text(Envelope.class, "debezium-changes.sql"),
                source -> {
                    var inserts = List.of(Operation.INSERT, Operation.TRUNCATE);
                    source.install("numbers", "times", "texts", "lists", "others", "people", "unique_index");
                    source.install("\"odd-Table é\"", "last");
                    source.install(
                            new CaptureOptions(Operation.ALL, List.of(), List.of(), true, "", Delivery.NONE),
                            "full_rows");
                    source.install(
                            new CaptureOptions(inserts, List.of(), List.of(), false, "", Delivery.NONE), "without_key");
                });
    }

    EventLog log() {
        return log;
    }

    List<Event> events() {
        return batch.events();
    }

    /** Writes each event in a format, and reads it again. */
    List<ReceivedEvent> through(EventFormat format) {
        var reader = new EnvelopeReader(columns);
        format.prepare(batch);
        var read = new ArrayList<ReceivedEvent>();
        for (var event : batch.events()) {
            var out = new Utf8Buffer();
            format.append(event, batch.window(), out);
            for (var line : out.toString().lines().toList()) {
                reader.read(line).ifPresent(read::add);
            }
        }
        return read;
    }

    /** Writes each event as a message with a key, and reads it again. */
    List<ReceivedEvent> through(DebeziumOptions options) {
        var isTyped = !options.schema()
                && (options.time().isPresent() || options.decimal().isPresent());
        var types = isTyped
                ? Optional.of(new SemanticTypes(
                        options.time().orElseThrow(), options.decimal().orElseThrow()))
                : Optional.<SemanticTypes>empty();
        var reader = new EnvelopeReader(columns, types);
        var messages = new DebeziumMessages(log, new NameMap(), EventFilter.all(), options);
        messages.prepare(batch);
        var read = new ArrayList<ReceivedEvent>();
        for (var event : batch.events()) {
            for (var message : messages.of(event, batch.window())) {
                reader.read(message.value(), message.key()).ifPresent(read::add);
            }
        }
        return read;
    }

    /** Applies the events to the other database, and returns the columns that differ then. */
    Set<String> differentRows(List<ReceivedEvent> read) {
        for (var table : target.rows("SELECT quote_ident(relname) FROM pg_class WHERE relkind = 'r' AND relnamespace ="
                + " 'public'::regnamespace")) {
            target.run("TRUNCATE " + table);
        }
        AppliedEvents.apply(
                target.database(), read.stream().map(ReceivedEvent::event).toList());
        return differentColumns(source.database(), target.database());
    }

    /** Returns the names of the columns that differ in tables of two databases. */
    public static Set<String> differentColumns(Database one, Database other) {
        var different = new TreeSet<String>();
        for (var column : one.query(COLUMNS, row -> List.of(row.getString(1), row.getString(2), row.getString(3)))) {
            var sql = "SELECT %s::text FROM public.%s ORDER BY 1".formatted(column.get(2), column.get(1));
            if (!rows(one, sql).equals(rows(other, sql))) {
                different.add(column.get(0));
            }
        }
        return different;
    }

    private static List<String> rows(Database database, String sql) {
        return database.query(sql, row -> String.valueOf(row.getString(1)));
    }

    List<String> sourceRows(String sql) {
        return source.rows(sql);
    }

    List<String> targetRows(String sql) {
        return target.rows(sql);
    }

    @Override
    public void close() {
        source.close();
        target.close();
    }
}
