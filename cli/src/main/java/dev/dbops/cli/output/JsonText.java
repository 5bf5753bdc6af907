package dev.dbops.cli.output;

import dev.dbops.text.Utf8Buffer;
import java.nio.charset.StandardCharsets;
import tools.jackson.core.JacksonException;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/**
 * JSON from outside, which {@code -o json} writes as it is and not as a string.
 *
 * @param json one valid JSON value
 */
public record JsonText(String json) {
    /** The text of a value as it is, if it is JSON; else the JSON string of it. */
    public static JsonText of(String text) {
        return text.isBlank() ? new JsonText("null") : new JsonText(isJson(text) ? text.strip() : quoted(text));
    }

    /** Returns whether a text is one JSON value. */
    public static boolean isJson(String text) {
        try (var parser = new JsonFactory().createParser(ObjectReadContext.empty(), text)) {
            if (parser.nextToken() == null) {
                return false;
            }
            parser.skipChildren();
            return parser.nextToken() == null;
        } catch (JacksonException _) {
            return false;
        }
    }

    private static String quoted(String text) {
        var quoted = new Utf8Buffer();
        quoted.appendQuoted(text);
        return new String(quoted.toBytes(), StandardCharsets.UTF_8);
    }
}
