package dev.dbops.events.connect;

import java.util.StringJoiner;
import java.util.regex.Pattern;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/** Writes values that the log has as PostgreSQL's text of the whole: the reverse of {@link LiteralTypes}. */
final class LiteralWriter {
    private static final Pattern PLAIN = Pattern.compile("[^{}\",\\\\ \\t\\n\\r\\x0b\\f]+");

    private final StringBuilder text = new StringBuilder();

    /** Appends a text in quotes. */
    private void quote(String value) {
        text.append('"');
        for (var i = 0; i < value.length(); i++) {
            var letter = value.charAt(i);
            if (letter == '"' || letter == '\\') {
                text.append('\\');
            }
            text.append(letter);
        }
        text.append('"');
    }

    /** Appends an element of an array, in quotes only where the server does (PostgreSQL source, array_out). */
    private void element(String value) {
        if (PLAIN.matcher(value).matches() && !value.equalsIgnoreCase("NULL")) {
            text.append(value);
        } else {
            quote(value);
        }
    }

    /**
     * Returns the array of the parser's current token, and moves it to the end (PostgreSQL documentation, section
     * 8.15.6).
     *
     * @param json what the parser reads
     * @param isHstore whether the elements are JSON objects that become hstore
     */
    static String array(JsonParser parser, String json, boolean isHstore) {
        var literal = new LiteralWriter();
        var separator = '{';
        for (var token = parser.nextToken(); token != JsonToken.END_ARRAY; token = parser.nextToken()) {
            literal.text.append(separator);
            separator = ',';
            if (token == JsonToken.VALUE_NULL) {
                literal.text.append("NULL");
            } else {
                var element = PlainType.text(parser, json);
                literal.element(isHstore ? hstore(element) : element);
            }
        }
        return literal.text.append(separator == '{' ? "{}" : "}").toString();
    }

    /** Returns the array of the parser's current token as int2vector or oidvector, and moves the parser to its end. */
    static String vector(JsonParser parser, String json) {
        var numbers = new StringJoiner(" ");
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            numbers.add(PlainType.text(parser, json));
        }
        return numbers.toString();
    }

    /** Returns a JSON object as hstore (PostgreSQL documentation, "hstore"); a text that is none stays as it is. */
    static String hstore(String object) {
        try (var parser = ReceivedJson.parser(object)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                return object;
            }
            var literal = new LiteralWriter();
            while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
                literal.text.append(literal.text.isEmpty() ? "" : ", ");
                literal.quote(parser.currentName());
                literal.text.append("=>");
                if (parser.nextToken() == JsonToken.VALUE_NULL) {
                    literal.text.append("NULL");
                } else {
                    literal.quote(PlainType.text(parser, object));
                }
            }
            return literal.text.toString();
        } catch (JacksonException _) {
            return object;
        }
    }

    /**
     * Returns a point.
     *
     * @throws IllegalArgumentException when the object has no coordinates
     */
    static String point(String object) {
        var x = "";
        var y = "";
        try (var parser = ReceivedJson.parser(object)) {
            parser.nextToken();
            while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
                var name = parser.currentName();
                if (!parser.nextToken().isNumeric()) {
                    parser.skipChildren();
                } else if (name.equals("x")) {
                    x = parser.getString();
                } else if (name.equals("y")) {
                    y = parser.getString();
                }
            }
        }
        if (x.isEmpty() || y.isEmpty()) {
            throw new IllegalArgumentException("no coordinates");
        }
        return "(" + x + "," + y + ")";
    }
}
