package dev.dbops.events.replay.postgres;

import dev.dbops.events.envelope.LogJson;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JsonToken;

/** The names in a JSON object: its columns. The lists are shared, since rows of a table have the same names. */
public final class JsonNames {
    private final Map<List<String>, List<String>> shared = new HashMap<>();
    private final Map<Integer, Shape> shapes = new HashMap<>();
    private final MemberPlaces places = new MemberPlaces();

    /** The names of an object, as they are written in it, and as they are. */
    private record Shape(String[] written, List<String> names) {}

    /** Returns whether a member of the object is null: a key column without a known value. */
    boolean hasNull(String object) {
        if (!object.contains(": null")) {
            return false;
        }
        try (var parser = LogJson.members(object)) {
            while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
                if (parser.nextToken() == JsonToken.VALUE_NULL) {
                    return true;
                }
                parser.skipChildren();
            }
        }
        return false;
    }

    /**
     * Returns the names of the object's members, in their order.
     *
     * @param object the server's text of a jsonb; the same names return the same list
     */
    public List<String> of(String object) {
        if (!places.find(object)) {
            return parsed(object);
        }
        var shape = shapes.get(places.hash());
        if (shape == null || !places.matches(object, shape.written())) {
            shape = new Shape(places.names(object), parsed(object));
            shapes.put(places.hash(), shape);
        }
        return shape.names();
    }

    private List<String> parsed(String object) {
        var names = new ArrayList<String>();
        try (var parser = LogJson.members(object)) {
            while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
                names.add(parser.currentName());
                parser.nextToken();
                parser.skipChildren();
            }
        }
        return shared.computeIfAbsent(names, List::copyOf);
    }

    /** Returns the text of these members of the object; empty if one of them is missing, null, an object or an array. */
    List<String> values(String object, List<String> names) {
        var found = new HashMap<String, String>();
        if (!object.isEmpty()) {
            try (var parser = LogJson.members(object)) {
                while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
                    var name = parser.currentName();
                    var value = parser.nextToken();
                    if (value.isScalarValue() && value != JsonToken.VALUE_NULL && names.contains(name)) {
                        found.put(name, parser.getString());
                    }
                    parser.skipChildren();
                }
            }
        }
        return found.keySet().containsAll(names)
                ? names.stream().map(found::get).toList()
                : List.of();
    }
}
