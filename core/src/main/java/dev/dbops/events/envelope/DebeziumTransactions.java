package dev.dbops.events.envelope;

import dev.dbops.events.Event;
import dev.dbops.text.Utf8Buffer;
import java.nio.charset.StandardCharsets;

/**
 * The beginnings and ends of transactions, as Debezium writes them (documentation of its PostgreSQL connector,
 * "Transaction metadata").
 */
final class DebeziumTransactions {
    private static final String KEY_SCHEMA = """
        {"type": "struct", "fields": [{"type": "string", "optional": false, "field": "id"}], \
        "optional": false, "name": "io.debezium.connector.common.TransactionMetadataKey", "version": 1}\
        """;

    private static final String VALUE_SCHEMA = """
        {"type": "struct", "fields": [\
        {"type": "string", "optional": false, "field": "status"}, \
        {"type": "string", "optional": false, "field": "id"}, \
        {"type": "int64", "optional": true, "field": "event_count"}, \
        {"type": "array", "items": {"type": "struct", "fields": [\
        {"type": "string", "optional": false, "field": "data_collection"}, \
        {"type": "int64", "optional": false, "field": "event_count"}], \
        "optional": true, "name": "event.collection", "version": 1}, "optional": true, "field": "data_collections"}, \
        {"type": "int64", "optional": false, "field": "ts_ms"}], \
        "optional": false, "name": "io.debezium.connector.common.TransactionMetadataValue", "version": 1}\
        """;

    private final String topic;
    private final boolean withSchema;

    DebeziumTransactions(DebeziumTopics topics, boolean withSchema) {
        this.topic = topics.transactions();
        this.withSchema = withSchema;
    }

    /** The message before the first event of a transaction. */
    EventMessage begin(Event event) {
        var value = new Utf8Buffer().append("{\"status\": \"BEGIN\", \"id\": ");
        value.appendQuoted(event.xid()).append(", \"event_count\": null, \"data_collections\": null");
        return message(event, value);
    }

    /** The message after the last event of a transaction. */
    EventMessage end(Event event, TransactionPlace place) {
        var value = new Utf8Buffer().append("{\"status\": \"END\", \"id\": ");
        value.appendQuoted(event.xid()).append(", \"event_count\": ").append(place.events());
        value.append(", \"data_collections\": [");
        var separator = "";
        for (var table : place.tables()) {
            value.append(separator).append("{\"data_collection\": ").appendQuoted(table.table());
            value.append(", \"event_count\": ").append(table.events()).append('}');
            separator = ", ";
        }
        return message(event, value.append(']'));
    }

    private EventMessage message(Event event, Utf8Buffer value) {
        value.append(", \"ts_ms\": ")
                .append(Math.floorDiv(event.micros(), 1000))
                .append('}');
        var key = new Utf8Buffer().append("{\"id\": ").appendQuoted(event.xid()).append('}');
        return new EventMessage(topic, bytes(KEY_SCHEMA, key), bytes(VALUE_SCHEMA, value));
    }

    private byte[] bytes(String schema, Utf8Buffer payload) {
        return withSchema
                ? "{\"schema\": %s, \"payload\": %s}".formatted(schema, payload).getBytes(StandardCharsets.UTF_8)
                : payload.toBytes();
    }
}
