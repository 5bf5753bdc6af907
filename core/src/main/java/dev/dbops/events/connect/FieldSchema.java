package dev.dbops.events.connect;

import dev.dbops.text.Utf8Buffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * The schema of a field of Kafka Connect, as JsonConverter writes it.
 *
 * @param field the name of the field; empty for the elements of an array
 * @param type its type, such as int64; empty if it is not known
 * @param name the meaning of the type, such as {@code io.debezium.time.Date}; empty for none
 * @param parameters the parameters of the type
 * @param items the schema of the elements of an array
 * @param fields the fields of a struct
 */
public record FieldSchema(
        String field,
        String type,
        String name,
        Map<String, String> parameters,
        Optional<FieldSchema> items,
        List<FieldSchema> fields) {
    /** Nothing is known of the field: its value is that of the log. */
    public static final FieldSchema NONE = new FieldSchema("", "", "", Map.of(), Optional.empty(), List.of());

    static final String JSON = "io.debezium.data.Json";

    /** Returns the fields of the struct in this field, by their names; none if there is no such struct. */
    public Map<String, FieldSchema> in(String struct) {
        return fields.stream()
                .filter(found -> found.field().equals(struct))
                .findFirst()
                .map(FieldSchema::byName)
                .orElse(Map.of());
    }

    /** Returns the fields of this struct by their names. */
    public Map<String, FieldSchema> byName() {
        var found = new LinkedHashMap<String, FieldSchema>();
        fields.forEach(each -> found.put(each.field(), each));
        return found;
    }

    /** The schema of the elements; {@link #NONE} if it is not known. */
    FieldSchema element() {
        return items.orElse(NONE);
    }

    /** The parameter as a number; a default if it is missing. */
    int parameter(String key, int otherwise) {
        return parameters.containsKey(key) ? Integer.parseInt(parameters.get(key)) : otherwise;
    }

    /** Reads a schema. Members of other kinds than a schema has are ignored. */
    public static FieldSchema read(String json) {
        try (var parser = ReceivedJson.parser(json)) {
            return parser.nextToken() == JsonToken.START_OBJECT ? new FieldSchemaReader(parser).read(0) : NONE;
        }
    }

    /** Returns the schema of a type. */
    public static FieldSchema of(ConnectType type) {
        var json = new Utf8Buffer().append('{');
        type.appendSchema(true, json);
        return read(json.append('}').toString());
    }

    /** Reads the members of one schema after the other. */
    private record FieldSchemaReader(JsonParser parser) {
        /** Debezium nests four levels: the message, the row, an array, its elements. */
        private static final int MOST_LEVELS = 10;

        FieldSchema read(int level) {
            var texts = new LinkedHashMap<String, String>();
            Map<String, String> parameters = Map.of();
            var items = Optional.<FieldSchema>empty();
            List<FieldSchema> fields = List.of();
            while (parser.nextToken() != JsonToken.END_OBJECT) {
                var member = parser.currentName();
                var token = parser.nextToken();
                if (token == JsonToken.VALUE_STRING) {
                    texts.put(member, parser.getString());
                } else if (level < MOST_LEVELS && token == JsonToken.START_OBJECT && member.equals("items")) {
                    items = Optional.of(read(level + 1));
                } else if (level < MOST_LEVELS && token == JsonToken.START_OBJECT && member.equals("parameters")) {
                    parameters = texts();
                } else if (level < MOST_LEVELS && token == JsonToken.START_ARRAY && member.equals("fields")) {
                    fields = fields(level + 1);
                } else {
                    parser.skipChildren();
                }
            }
            return new FieldSchema(
                    texts.getOrDefault("field", ""),
                    texts.getOrDefault("type", ""),
                    texts.getOrDefault("name", ""),
                    parameters,
                    items,
                    fields);
        }

        private List<FieldSchema> fields(int level) {
            var found = new ArrayList<FieldSchema>();
            for (var token = parser.nextToken(); token != JsonToken.END_ARRAY; token = parser.nextToken()) {
                if (token == JsonToken.START_OBJECT) {
                    found.add(read(level));
                } else {
                    parser.skipChildren();
                }
            }
            return List.copyOf(found);
        }

        private Map<String, String> texts() {
            var texts = new LinkedHashMap<String, String>();
            while (parser.nextToken() != JsonToken.END_OBJECT) {
                var member = parser.currentName();
                if (parser.nextToken() == JsonToken.VALUE_STRING) {
                    texts.put(member, parser.getString());
                } else {
                    parser.skipChildren();
                }
            }
            return texts;
        }
    }
}
