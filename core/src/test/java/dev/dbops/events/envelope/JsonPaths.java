package dev.dbops.events.envelope;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/** The values in JSON by their paths, so that two texts can be compared field by field. */
final class JsonPaths {
    private static final JsonFactory FACTORY = new JsonFactory();

    /** Members that name an element of an array: the field of a schema, a table of a transaction. */
    private static final List<String> NAMES = List.of("field", "data_collection");

    private final Map<String, String> values = new TreeMap<>();

    /**
     * Returns the values as JSON. A path consists of the names of members, and of numbers or names of elements. An empty
     * object or array has an entry of its own.
     */
    static Map<String, String> of(String json) {
        var paths = new JsonPaths();
        try (var parser = FACTORY.createParser(ObjectReadContext.empty(), json)) {
            parser.nextToken();
            paths.add("", read(parser));
        }
        return paths.values;
    }

    private static Object read(JsonParser parser) {
        return switch (parser.currentToken()) {
            case START_OBJECT -> {
                var members = new LinkedHashMap<String, Object>();
                while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
                    var name = parser.currentName();
                    parser.nextToken();
                    members.put(name, read(parser));
                }
                yield members;
            }
            case START_ARRAY -> {
                var elements = new ArrayList<>();
                while (parser.nextToken() != JsonToken.END_ARRAY) {
                    elements.add(read(parser));
                }
                yield elements;
            }
            case VALUE_STRING -> '"' + parser.getString() + '"';
            case VALUE_NUMBER_FLOAT -> Double.toString(parser.getDoubleValue());
            default -> parser.getString();
        };
    }

    private void add(String path, Object value) {
        switch (value) {
            case Map<?, ?> members
            when !members.isEmpty() ->
                members.forEach((name, member) -> add(path.isEmpty() ? name.toString() : path + "." + name, member));
            case List<?> elements
            when !elements.isEmpty() -> {
                for (var i = 0; i < elements.size(); i++) {
                    add(path + "." + name(elements.get(i), i), elements.get(i));
                }
            }
            default -> values.put(path, value.toString());
        }
    }

    private static String name(Object element, int number) {
        if (element instanceof Map<?, ?> members) {
            for (var name : NAMES) {
                if (members.get(name) instanceof String text) {
                    return text.replace("\"", "");
                }
            }
        }
        return Integer.toString(number);
    }
}
