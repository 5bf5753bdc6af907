package dev.dbops.events.envelope;

import dev.dbops.events.connect.ConnectType;
import dev.dbops.events.connect.PlainType;
import dev.dbops.text.Utf8Buffer;
import java.util.LinkedHashMap;
import java.util.Map;
import tools.jackson.core.JsonToken;

/** The rows of events as Kafka Connect structs. Used by one thread. */
final class ConnectRows {
    private final Utf8Buffer text = new Utf8Buffer();

    /**
     * Returns the fields of an event's rows. A column is a string if the table no longer has it, or if its current type
     * does not accept the value.
     *
     * @param before the row before, or its key, as JSON; empty for none
     * @param after the row after, which has all that was captured then; empty for none
     */
    Map<String, ConnectType> fields(ConnectTable table, String before, String after) {
        var found = new LinkedHashMap<String, ConnectType>();
        find(before, table, found);
        find(after, table, found);
        var fields = new LinkedHashMap<String, ConnectType>();
        for (var column : table.captured().entrySet()) {
            if (after.isEmpty() || found.containsKey(column.getKey())) {
                fields.put(column.getKey(), column.getValue());
            }
        }
        fields.putAll(found);
        return fields;
    }

    /**
     * Returns the fields of an event's key, in the order of the table's key.
     *
     * @param key the key as JSON
     */
    Map<String, ConnectType> keyFields(ConnectTable table, String key) {
        var found = new LinkedHashMap<String, ConnectType>();
        find(key, table, found);
        for (var columns : table.keys()) {
            if (found.size() == columns.size() && found.keySet().containsAll(columns)) {
                var ordered = new LinkedHashMap<String, ConnectType>();
                columns.forEach(column -> ordered.put(column, found.get(column)));
                return ordered;
            }
        }
        return found;
    }

    private static void find(String row, ConnectTable table, Map<String, ConnectType> found) {
        if (row.isEmpty()) {
            return;
        }
        try (var parser = LogJson.members(row)) {
            while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
                var name = parser.currentName();
                parser.nextToken();
                var type = found.getOrDefault(name, table.columns().getOrDefault(name, PlainType.STRING));
                found.put(name, type.takes(parser, row) ? type : PlainType.STRING);
                parser.skipChildren();
            }
        }
    }

    /**
     * Returns a row with the values of these types: any value of a string column becomes a string.
     *
     * @param row as JSON; empty for none
     * @return the row as JSON; empty for none
     */
    String write(String row, Map<String, ConnectType> fields) {
        if (row.isEmpty()) {
            return "";
        }
        text.clear();
        text.append('{');
        try (var parser = LogJson.members(row)) {
            while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
                var name = parser.currentName();
                parser.nextToken();
                text.append(text.length() == 1 ? "" : ", ").appendQuoted(name).append(": ");
                fields.get(name).append(parser, row, text);
            }
        }
        return text.append('}').toString();
    }
}
