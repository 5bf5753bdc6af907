package dev.dbops.events.envelope;

import java.util.LinkedHashMap;
import java.util.Map;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/** The rows of events as structs of Kafka Connect. Used by one thread. */
final class ConnectRows {
    private final Utf8Buffer text = new Utf8Buffer();

    /**
     * The fields that the rows of an event have: a column that the table no longer has is a string, and so is one with a
     * value that its type of now does not take.
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
     * A row with its values as their types want them: what is no string under that type becomes one.
     *
     * @param row as JSON; empty for none
     * @return the same way
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
