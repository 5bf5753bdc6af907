package dev.dbops.lambda.source;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/** Small JSON as maps, lists, strings and numbers: the wrappers around events. */
public final class JsonTree {
    private JsonTree() {}

    /** Returns the list at which the parser is; empty when it is at something else. */
    static List<Object> list(JsonParser parser) {
        return value(parser) instanceof List<?> list ? List.copyOf(list) : List.of();
    }

    /** Returns the object at which the parser is; empty when it is at something else. */
    public static Map<String, Object> object(JsonParser parser) {
        var members = new LinkedHashMap<String, Object>();
        if (value(parser) instanceof Map<?, ?> object) {
            object.forEach((name, value) -> members.put(name.toString(), value));
        }
        return members;
    }

    /** Null and false are empty strings. */
    private static Object value(JsonParser parser) {
        return switch (parser.currentToken()) {
            case START_OBJECT -> {
                var members = new LinkedHashMap<String, Object>();
                while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
                    var name = parser.currentName();
                    parser.nextToken();
                    members.put(name, value(parser));
                }
                yield members;
            }
            case START_ARRAY -> {
                var elements = new ArrayList<Object>();
                while (parser.nextToken() != JsonToken.END_ARRAY) {
                    elements.add(value(parser));
                }
                yield elements;
            }
            case VALUE_NUMBER_INT -> parser.getNumberValue();
            case VALUE_STRING -> parser.getString();
            default -> List.of();
        };
    }

    /** Returns the string at which the parser is; empty when it is at something else. */
    static String text(JsonParser parser) {
        return value(parser) instanceof String text ? text : "";
    }

    /** Returns a member; an empty list when the value is not an object, or has none of that name. */
    public static Object member(Object value, String name) {
        return value instanceof Map<?, ?> object && object.containsKey(name) ? object.get(name) : List.of();
    }

    /** Returns the text of a member; empty when it has none. */
    public static String text(Object value, String name) {
        return member(value, name) instanceof String text ? text : "";
    }
}
