package dev.dbops.events.received;

import dev.dbops.events.Event;
import dev.dbops.events.Operation;
import dev.dbops.events.connect.ColumnLookup;
import dev.dbops.events.connect.FieldSchema;
import dev.dbops.events.connect.LogValues;
import dev.dbops.events.connect.ReceivedJson;
import dev.dbops.events.received.ReceivedEvent.Content;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tools.jackson.core.JsonToken;

/**
 * An event in Debezium's form: what DebeziumFormat writes, or Debezium's own PostgreSQL connector.
 *
 * @param event the event, without its schema
 * @param json the text that has it
 * @param schema its schema as JSON; empty if it has none
 * @param key the key of its message; empty if that is not known
 */
record DebeziumEvent(JsonPart event, String json, String schema, Optional<KeyMessage> key) {
    private static final String POSTGRESQL = "postgresql";
    private static final long MICROS_PER_MILLI = 1000;

    /** The reader of an event's rows, and the schemas of its columns if the event has none. */
    private record Rows(ReceivedRow row, Map<String, FieldSchema> withoutSchema) {}

    ReceivedEvent read(ColumnLookup tables, ColumnSchemas schemas) {
        var source = event.object("source");
        var connector = source.optionalString("connector", "source.connector");
        if (!connector.isEmpty() && !connector.equals(POSTGRESQL)) {
            throw MalformedEvent.wrong("source.connector", POSTGRESQL);
        }
        var operation = operation();
        var log = source.string("name", "source.name");
        var seq = source.number("lsn", "source.lsn");
        var schemaName = source.string("schema", "source.schema");
        var table = source.string("table", "source.table");
        var rows = rows(schemaName, table, tables, schemas);
        var fields = schema.isEmpty() ? FieldSchema.NONE : schemas.read(schema);
        var before = row("before", fields, rows);
        var after = row("after", fields, rows);
        if (after.isEmpty() && operation.hasRow()) {
            throw MalformedEvent.missing("after");
        }
        var ownKey = key.map(message -> key(message, rows, schemas)).orElse("");
        var read = new Event(
                seq,
                Xids.read(source.get("txId"), "source.txId"),
                micros(source),
                schemaName,
                table,
                operation,
                ownKey,
                isKey(operation, before, ownKey) ? "" : before,
                after,
                source.optionalString("origin", "source.origin"));
        return new ReceivedEvent(log, read, key.isPresent() ? Content.WHOLE : Content.WITHOUT_KEY);
    }

    private Operation operation() {
        var letter = event.string("op", "op");
        for (var operation : Operation.ALL) {
            if (operation != Operation.SCHEMA && letter.equals(String.valueOf(operation.letter()))) {
                return operation;
            }
        }
        throw MalformedEvent.wrong("op", "one of c, u, d, t and r");
    }

    private static long micros(JsonPart source) {
        if (!source.get("ts_us").isNull()) {
            return source.number("ts_us", "source.ts_us");
        }
        var millis = source.number("ts_ms", "source.ts_ms");
        if (millis > Long.MAX_VALUE / MICROS_PER_MILLI) {
            throw MalformedEvent.wrong("source.ts_ms", "a time in milliseconds");
        }
        return millis * MICROS_PER_MILLI;
    }

    private Rows rows(String schemaName, String table, ColumnLookup tables, ColumnSchemas schemas) {
        // events of db-ops alone have it
        var isOwn = event.get("source").has("position");
        var columns = tables.of(schemaName, table);
        var row = new ReceivedRow(columns, new LogValues(!schema.isEmpty()), !isOwn);
        return new Rows(row, schemas.of(columns, isOwn));
    }

    private String row(String member, FieldSchema fields, Rows rows) {
        return rows.row()
                .decode(event.row(member, member, json), schema.isEmpty() ? rows.withoutSchema() : fields.in(member));
    }

    private static String key(KeyMessage message, Rows rows, ColumnSchemas schemas) {
        var keySchema = message.schema();
        var fields = keySchema.isEmpty()
                ? rows.withoutSchema()
                : schemas.read(keySchema).byName();
        return KeyText.of(rows.row().decode(message.row(), fields));
    }

    /** The row before of a deleted row is its key, unless the triggers keep more. */
    private static boolean isKey(Operation operation, String before, String key) {
        return operation == Operation.DELETE
                && !before.isEmpty()
                && !key.isEmpty()
                && names(before).equals(names(key));
    }

    private static Set<String> names(String row) {
        var names = new HashSet<String>();
        try (var parser = ReceivedJson.parser(row)) {
            parser.nextToken();
            while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
                names.add(parser.currentName());
                parser.nextToken();
                parser.skipChildren();
            }
        }
        return names;
    }
}
