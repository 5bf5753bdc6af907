package dev.dbops.aws.lambda;

import java.util.Set;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/**
 * The error that ended a function, as its runtime reports it.
 *
 * @param type such as ValueError, or Sandbox.Timedout where Lambda ended it; may be empty
 * @param message the error message, in one line; may be empty
 */
record FunctionError(String type, String message) {
    private static final int LONGEST = 300;

    /** The function fails before it reads the events, whatever they are. */
    private static final Set<String> BROKEN = Set.of(
            "Runtime.HandlerNotFound",
            "Runtime.ImportModuleError",
            "Runtime.InvalidEntrypoint",
            "Runtime.InvalidWorkingDir",
            "Runtime.MalformedHandlerName",
            "Runtime.UserCodeSyntaxError",
            "java.lang.ClassNotFoundException");

    /** @param json the error document of the runtime, {@code {"errorType": ..., "errorMessage": ...}} */
    static FunctionError read(String json) {
        var type = "";
        var message = "";
        try (var parser = new JsonFactory().createParser(ObjectReadContext.empty(), json)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                return new FunctionError("", line(json));
            }
            while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
                var name = parser.currentName();
                var isText = parser.nextToken() == JsonToken.VALUE_STRING;
                if (isText && name.equals("errorType")) {
                    type = line(parser.getString());
                } else if (isText && name.equals("errorMessage")) {
                    message = line(parser.getString());
                }
                parser.skipChildren();
            }
        } catch (JacksonException _) {
            return new FunctionError("", line(json));
        }
        return new FunctionError(type, message);
    }

    private static String line(String text) {
        var stripped = text.strip();
        var end = stripped.indexOf('\n');
        var first = (end < 0 ? stripped : stripped.substring(0, end)).strip();
        var characters = first.codePointCount(0, first.length());
        return characters <= LONGEST ? first : first.substring(0, first.offsetByCodePoints(0, LONGEST)) + " ...";
    }

    /** Returns whether the function would fail with any events. */
    boolean isOfTheFunction() {
        return BROKEN.contains(type);
    }

    /** {@code ValueError: what it said}. */
    String description() {
        if (type.isEmpty() || message.isEmpty()) {
            return type.isEmpty() && message.isEmpty() ? "it does not say why" : type + message;
        }
        return type + ": " + message;
    }
}
