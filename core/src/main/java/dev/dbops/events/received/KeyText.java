package dev.dbops.events.received;

import dev.dbops.events.connect.ReceivedJson;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Comparator;
import java.util.TreeMap;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * The text of a key as the server writes a jsonb: one row has one text, whichever program has passed the event on. The
 * order of members inside of values is kept.
 */
final class KeyText {
    /** A numeric has at most 131,072 digits before the point and 16,383 after it. */
    private static final int MOST_DIGITS = 150_000;

    /** As jsonb orders keys: by their length in bytes, then by the bytes (PostgreSQL source, compareJsonbPairs). */
    private static final Comparator<byte[]> ORDER =
            Comparator.<byte[]>comparingInt(name -> name.length).thenComparing(Arrays::compareUnsigned);

    private final StringBuilder text = new StringBuilder();

    /** Returns the text of a key, which is a valid JSON object or empty. */
    static String of(String key) {
        if (key.isEmpty()) {
            return "";
        }
        var columns = new TreeMap<byte[], String>(ORDER);
        try (var parser = ReceivedJson.parser(key)) {
            parser.nextToken();
            while (parser.nextToken() != JsonToken.END_OBJECT) {
                var column = new KeyText();
                column.quote(parser.currentName());
                var name = parser.currentName().getBytes(StandardCharsets.UTF_8);
                column.text.append(": ");
                parser.nextToken();
                column.append(parser);
                columns.put(name, column.text.toString());
            }
        }
        return "{" + String.join(", ", columns.values()) + "}";
    }

    /** Appends the parser's current value. */
    private void append(JsonParser parser) {
        var depth = 0;
        var separator = "";
        do {
            var token = parser.currentToken();
            if (token.isStructEnd()) {
                depth--;
                text.append(parser.currentToken().asString());
                separator = ", ";
            } else {
                text.append(separator);
                separator = ", ";
                if (token.isStructStart()) {
                    depth++;
                    text.append(token.asString());
                    separator = "";
                } else if (token == JsonToken.PROPERTY_NAME) {
                    quote(parser.currentName());
                    separator = ": ";
                } else {
                    scalar(token, parser.getString());
                }
            }
        } while (depth > 0 && parser.nextToken() != null);
    }

    private void scalar(JsonToken token, String value) {
        if (token == JsonToken.VALUE_STRING) {
            quote(value);
        } else if (token == JsonToken.VALUE_NUMBER_FLOAT && (value.indexOf('e') >= 0 || value.indexOf('E') >= 0)) {
            text.append(withoutExponent(value));
        } else {
            text.append(value);
        }
    }

    /** A number that no numeric holds stays as it is, and the server refuses it. */
    private static String withoutExponent(String value) {
        if (value.length() > MOST_DIGITS) {
            return value;
        }
        try {
            var number = new BigDecimal(value);
            return Math.abs((long) number.scale()) > MOST_DIGITS ? value : number.toPlainString();
        } catch (NumberFormatException _) {
            return value;
        }
    }

    /** As the server does (PostgreSQL source, escape_json). */
    private void quote(String value) {
        text.append('"');
        for (var i = 0; i < value.length(); i++) {
            var letter = value.charAt(i);
            switch (letter) {
                case '\b' -> text.append("\\b");
                case '\f' -> text.append("\\f");
                case '\n' -> text.append("\\n");
                case '\r' -> text.append("\\r");
                case '\t' -> text.append("\\t");
                case '"', '\\' -> text.append('\\').append(letter);
                default -> {
                    if (letter < ' ') {
                        text.append("\\u%04x".formatted((int) letter));
                    } else {
                        text.append(letter);
                    }
                }
            }
        }
        text.append('"');
    }
}
