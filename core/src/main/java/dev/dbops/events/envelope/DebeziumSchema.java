package dev.dbops.events.envelope;

import dev.dbops.events.connect.ConnectType;
import dev.dbops.text.Utf8Buffer;
import java.util.Map;

/**
 * The schema of an event in Debezium's form, as the JsonConverter of Kafka Connect reads it (its JsonSchema): before
 * and after are structs of the table's columns, all optional, since a deleted row may have only its key.
 */
final class DebeziumSchema {
    /** The fields of the source block in {@link DebeziumEnvelope}; the same fields are optional as with Debezium. */
    private static final String SOURCE = """
        {"type": "struct", "fields": [\
        {"type": "string", "optional": false, "field": "version"}, \
        {"type": "string", "optional": false, "field": "connector"}, \
        {"type": "string", "optional": false, "field": "name"}, \
        {"type": "int64", "optional": false, "field": "ts_ms"}, \
        {"type": "string", "optional": true, "name": "io.debezium.data.Enum", "version": 1, "parameters": \
        {"allowed": "true,first,first_in_data_collection,last_in_data_collection,last,false,incremental"}, \
        "default": "false", "field": "snapshot"}, \
        {"type": "string", "optional": false, "field": "db"}, \
        {"type": "string", "optional": true, "field": "sequence"}, \
        {"type": "int64", "optional": true, "field": "ts_us"}, \
        {"type": "int64", "optional": true, "field": "ts_ns"}, \
        {"type": "string", "optional": false, "field": "schema"}, \
        {"type": "string", "optional": false, "field": "table"}, \
        {"type": "int64", "optional": true, "field": "txId"}, \
        {"type": "int64", "optional": true, "field": "lsn"}, \
        {"type": "int64", "optional": true, "field": "xmin"}, \
        {"type": "string", "optional": true, "field": "origin"}, \
        {"type": "int64", "optional": true, "field": "origin_lsn"}, \
        {"type": "string", "optional": false, "field": "position"}], \
        "optional": false, "name": "dev.dbops.Source", "version": 1, "field": "source"}\
        """;

    /** The fields after the source block. The block of a transaction is Debezium's. */
    private static final String REST = """
        , {"type": "struct", "fields": [\
        {"type": "string", "optional": false, "field": "id"}, \
        {"type": "int64", "optional": false, "field": "total_order"}, \
        {"type": "int64", "optional": false, "field": "data_collection_order"}], \
        "optional": true, "name": "event.block", "version": 1, "field": "transaction"}, \
        {"type": "string", "optional": false, "field": "op"}, \
        {"type": "int64", "optional": true, "field": "ts_ms"}, \
        {"type": "int64", "optional": true, "field": "ts_us"}, \
        {"type": "int64", "optional": true, "field": "ts_ns"}], \
        "optional": false, "name": \
        """;

    private final DebeziumTopics topics;

    DebeziumSchema(DebeziumTopics topics) {
        this.topics = topics;
    }

    /** Returns the schema of events of a table with these fields, as JSON. */
    String of(String schema, String table, Map<String, ConnectType> fields) {
        var name = topics.of(schema, table);
        var out = new Utf8Buffer().append("{\"type\": \"struct\", \"fields\": [");
        row(name, "before", fields, out);
        row(name, "after", fields, out);
        return out.append(SOURCE)
                .append(REST)
                .appendQuoted(name + ".Envelope")
                .append(", \"version\": 2}")
                .toString();
    }

    /** Returns the schema of the keys of a table, as JSON. */
    String ofKey(String schema, String table, Map<String, ConnectType> fields) {
        var out = new Utf8Buffer().append("{\"type\": \"struct\", \"fields\": [");
        fields(fields, false, out);
        out.append("], \"optional\": false, \"name\": ").appendQuoted(topics.of(schema, table) + ".Key");
        return out.append('}').toString();
    }

    private static void row(String name, String image, Map<String, ConnectType> fields, Utf8Buffer out) {
        out.append("{\"type\": \"struct\", \"fields\": [");
        fields(fields, true, out);
        out.append("], \"optional\": true, \"name\": ").appendQuoted(name + ".Value");
        out.append(", \"field\": ").appendQuoted(image).append("}, ");
    }

    private static void fields(Map<String, ConnectType> fields, boolean optional, Utf8Buffer out) {
        var separator = "";
        for (var field : fields.entrySet()) {
            out.append(separator).append('{');
            field.getValue().appendSchema(optional, out);
            out.append(", \"field\": ").appendQuoted(field.getKey()).append('}');
            separator = ", ";
        }
    }
}
