package dev.dbops.events.envelope;

import dev.dbops.text.Utf8Buffer;
import java.util.LinkedHashMap;
import java.util.Map;
import tools.jackson.core.JsonParser;
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

    private static void find(String row, ConnectTable table, Map<String, ConnectType> found) {
        if (row.isEmpty()) {
            return;
        }
        try (var parser = LogJson.members(row)) {
            while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
                var name = parser.currentName();
                parser.nextToken();
                var type = found.getOrDefault(name, table.columns().getOrDefault(name, ConnectType.STRING));
                found.put(name, type.takes(parser) ? type : ConnectType.STRING);
                parser.skipChildren();
            }
        }
    }

    /**
     * Returns a row with values that fit their types: any value of a string column becomes a string.
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
                append(parser, row, fields.get(name));
            }
        }
        return text.append('}').toString();
    }

    private void append(JsonParser value, String row, ConnectType type) {
        if (value.currentToken() == JsonToken.VALUE_NULL || type != ConnectType.STRING) {
            text.append(value.getString());
        } else if (value.currentToken().isStructStart()) {
            var begin = (int) value.currentTokenLocation().getCharOffset();
            value.skipChildren();
            text.appendQuoted(row.substring(begin, (int) value.currentLocation().getCharOffset()));
        } else {
            text.appendQuoted(value.getString());
        }
    }
}
