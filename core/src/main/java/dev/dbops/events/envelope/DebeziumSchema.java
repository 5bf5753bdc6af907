package dev.dbops.events.envelope;

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
        {"type": "string", "optional": true, "field": "snapshot"}, \
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
        {"type": "string", "optional": false, "field": "position"}], \
        "optional": false, "name": "dev.dbops.Source", "field": "source"}\
        """;

    /** The fields after the source block. The block of a transaction is Debezium's; it is always null. */
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

    private final String database;

    /**
     * @param database the name of the database, used in place of Debezium's server name
     */
    DebeziumSchema(String database) {
        this.database = database;
    }

    /** Returns the schema of events of a table with these fields, as JSON. */
    String of(String schema, String table, Map<String, ConnectType> fields) {
        var name = part(database) + "." + part(schema) + "." + part(table);
        var out = new Utf8Buffer().append("{\"type\": \"struct\", \"fields\": [");
        row(name, "before", fields, out);
        row(name, "after", fields, out);
        return out.append(SOURCE)
                .append(REST)
                .appendQuoted(name + ".Envelope")
                .append('}')
                .toString();
    }

    private static void row(String name, String image, Map<String, ConnectType> fields, Utf8Buffer out) {
        out.append("{\"type\": \"struct\", \"fields\": [");
        var separator = "";
        for (var field : fields.entrySet()) {
            out.append(separator)
                    .append("{\"type\": ")
                    .appendQuoted(field.getValue().title());
            out.append(", \"optional\": true, \"field\": ")
                    .appendQuoted(field.getKey())
                    .append('}');
            separator = ", ";
        }
        out.append("], \"optional\": true, \"name\": ").appendQuoted(name + ".Value");
        out.append(", \"field\": ").appendQuoted(image).append("}, ");
    }

    /** Returns a valid Avro name, as Debezium does: Latin letters, digits and _, not beginning with a digit. */
    private static String part(String name) {
        var part = new StringBuilder();
        for (var i = 0; i < name.length(); i++) {
            var letter = name.charAt(i);
            var digit = letter >= '0' && letter <= '9';
            if (i == 0 && digit) {
                part.append('_');
            }
            var plain = digit || letter >= 'a' && letter <= 'z' || letter >= 'A' && letter <= 'Z';
            part.append(plain ? letter : '_');
        }
        return part.toString();
    }
}
