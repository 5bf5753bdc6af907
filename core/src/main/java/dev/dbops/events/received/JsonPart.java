package dev.dbops.events.received;

import dev.dbops.OpsException;
import java.util.Map;
import tools.jackson.core.JsonToken;

/**
 * A value in the text of an event.
 *
 * @param token its first token; NOT_AVAILABLE for a member that is missing
 * @param text the text of a string, a number, true or false; empty for others
 * @param begin where it begins in the text of the event, if it is an object or an array
 * @param end where it ends
 * @param members the members of an object, as far as an event needs them
 */
record JsonPart(JsonToken token, String text, int begin, int end, Map<String, JsonPart> members) {
    private static final JsonPart MISSING = new JsonPart(JsonToken.NOT_AVAILABLE, "", 0, 0, Map.of());

    JsonPart get(String member) {
        return members.getOrDefault(member, MISSING);
    }

    boolean has(String member) {
        return members.containsKey(member);
    }

    /** Returns whether it is null or missing. */
    boolean isNull() {
        return token == JsonToken.VALUE_NULL || token == JsonToken.NOT_AVAILABLE;
    }

    boolean isObject() {
        return token == JsonToken.START_OBJECT;
    }

    /** Returns the object in a member. */
    JsonPart object(String member) {
        var found = get(member);
        if (found.isNull()) {
            throw MalformedEvent.missing(member);
        }
        if (!found.isObject()) {
            throw MalformedEvent.wrong(member, "an object");
        }
        return found;
    }

    /**
     * Returns the text of a string, which is not empty.
     *
     * @param path the name of the member in messages
     */
    String string(String member, String path) {
        var found = get(member);
        if (found.isNull()) {
            throw MalformedEvent.missing(path);
        }
        if (found.token != JsonToken.VALUE_STRING || found.text.isEmpty()) {
            throw MalformedEvent.wrong(path, "a string with text");
        }
        return found.text;
    }

    /** Returns the text of a string; empty if it is null or missing. */
    String optionalString(String member, String path) {
        var found = get(member);
        if (found.isNull()) {
            return "";
        }
        if (found.token != JsonToken.VALUE_STRING) {
            throw MalformedEvent.wrong(path, "a string");
        }
        return found.text;
    }

    /** Returns a whole number from 0 to 9223372036854775807. */
    long number(String member, String path) {
        var found = get(member);
        if (found.isNull()) {
            throw MalformedEvent.missing(path);
        }
        if (found.token != JsonToken.VALUE_NUMBER_INT) {
            throw notNumber(path);
        }
        return parseNumber(found.text, path);
    }

    /** Returns the number that a text is. */
    static long parseNumber(String digits, String path) {
        if (!digits.matches("0|[1-9][0-9]{0,18}")) {
            throw notNumber(path);
        }
        try {
            return Long.parseLong(digits);
        } catch (NumberFormatException _) {
            throw notNumber(path);
        }
    }

    private static OpsException notNumber(String path) {
        return MalformedEvent.wrong(path, "a whole number from 0 to " + Long.MAX_VALUE);
    }

    /** Returns the JSON of an object; empty if it is null or missing. */
    String row(String member, String path, String json) {
        var found = get(member);
        if (found.isNull()) {
            return "";
        }
        if (!found.isObject()) {
            throw MalformedEvent.wrong(path, "an object or null");
        }
        return found.json(json);
    }

    /** Returns the JSON of an object or an array. */
    String json(String source) {
        return source.substring(begin, end);
    }
}
