package dev.dbops.events.received;

import dev.dbops.events.connect.ColumnType;
import dev.dbops.events.connect.FieldSchema;
import dev.dbops.events.connect.LogValues;
import dev.dbops.events.connect.ReceivedJson;
import dev.dbops.text.Utf8Buffer;
import java.util.Map;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * Turns rows of Debezium's form into the JSON of the log.
 *
 * @param columns the columns of the table; none if they are not known
 * @param values writes the values
 * @param hasUnavailable whether rows may have the placeholder of Debezium for a large value that was not changed
 */
record ReceivedRow(Map<String, ColumnType> columns, LogValues values, boolean hasUnavailable) {
    /**
     * Returns a row as JSON.
     *
     * @param row a valid JSON object, or empty
     * @param fields the schemas of its columns
     */
    String decode(String row, Map<String, FieldSchema> fields) {
        if (row.isEmpty() || fields.isEmpty() && !hasUnavailable) {
            return row;
        }
        var out = new Utf8Buffer().append('{');
        try (var parser = ReceivedJson.parser(row)) {
            parser.nextToken();
            while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
                var name = parser.currentName();
                parser.nextToken();
                if (hasUnavailable && Unavailable.isAt(parser, row)) {
                    parser.skipChildren();
                    continue;
                }
                out.append(out.length() == 1 ? "" : ", ").appendQuoted(name).append(": ");
                append(parser, row, name, fields, out);
            }
        }
        return out.append('}').toString();
    }

    private void append(JsonParser parser, String row, String name, Map<String, FieldSchema> fields, Utf8Buffer out) {
        try {
            values.append(
                    parser,
                    row,
                    fields.getOrDefault(name, FieldSchema.NONE),
                    columns.getOrDefault(name, ColumnType.UNKNOWN),
                    out);
        } catch (IllegalArgumentException _) {
            throw MalformedEvent.of(
                    "the value of column \"%s\" does not fit its schema".formatted(MalformedEvent.shown(name)));
        }
    }
}
