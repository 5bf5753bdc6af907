package dev.dbops.events.envelope;

import dev.dbops.events.Event;
import dev.dbops.events.EventLog;
import dev.dbops.events.NameMap;
import dev.dbops.events.Position;
import dev.dbops.events.connect.ConnectType;
import dev.dbops.text.Utf8Buffer;
import java.util.Map;

/**
 * An event in Debezium's form whose values have the types of its table's columns; with its schema, as the JsonConverter
 * of Kafka Connect reads it ({@code schemas.enable=true}): {@code {"schema": ..., "payload": ...}}.
 *
 * <p>A table is looked up in the source at its first event, and its columns have the types that they have there. An
 * event of another shape has its own schema; if it is later than the lookup, the table is looked up again.
 */
final class DebeziumWithTypes implements DebeziumBody {
    private final DebeziumEnvelope payload;
    private final ConnectTables tables;
    private final boolean withSchema;
    private final ConnectRows rows = new ConnectRows();

    /**
     * @param log the log of the events, in whose database their tables are looked up
     * @param names the names of the tables in events
     * @param topics the names of schemas begin with those of topics
     */
    DebeziumWithTypes(EventLog log, NameMap names, DebeziumOptions options, DebeziumTopics topics) {
        payload = DebeziumEnvelope.of(log);
        tables = new ConnectTables(log.database(), names, options.types(), topics);
        withSchema = options.schema();
    }

    @Override
    public void append(Event event, Position window, TransactionPlace place, Utf8Buffer out) {
        var before = DebeziumEnvelope.before(event);
        var table = tables.find(event);
        var fields = rows.fields(table, before, event.after());
        if (!fields.equals(table.captured()) && table.micros() < event.micros()) {
            table = tables.findAgain(event);
            fields = rows.fields(table, before, event.after());
        }
        if (withSchema) {
            out.append("{\"schema\": ").append(schema(event, table, fields)).append(", \"payload\": ");
        }
        payload.append(event, window, place, rows.write(before, fields), rows.write(event.after(), fields), out);
        if (withSchema) {
            out.append('}');
        }
    }

    private String schema(Event event, ConnectTable table, Map<String, ConnectType> fields) {
        return fields.equals(table.captured())
                ? table.schema()
                : tables.schemas().of(event.schema(), event.table(), fields);
    }

    @Override
    public void appendKey(Event event, Utf8Buffer out) {
        if (event.key().isEmpty()) {
            return;
        }
        var fields = rows.keyFields(tables.find(event), event.key());
        if (withSchema) {
            var schema = tables.schemas().ofKey(event.schema(), event.table(), fields);
            out.append("{\"schema\": ").append(schema).append(", \"payload\": ");
        }
        out.append(rows.write(event.key(), fields));
        if (withSchema) {
            out.append('}');
        }
    }
}
