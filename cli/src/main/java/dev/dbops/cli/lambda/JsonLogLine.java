package dev.dbops.cli.lambda;

import java.io.StringWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/**
 * A line of JSON in a form for people: time, level and message first, then the other fields. The names of the fields
 * are those of Lambda's own JSON logs ("Log formats" in the Lambda developer guide) and of the usual loggers.
 */
final class JsonLogLine {
    private static final JsonFactory FACTORY = new JsonFactory();
    private static final List<String> TIME = List.of("timestamp", "time", "ts", "@timestamp");
    private static final List<String> LEVEL = List.of("level", "severity", "log.level", "type");
    private static final List<String> MESSAGE = List.of("message", "msg", "errorMessage");

    private JsonLogLine() {}

    /** The line as people read it; unchanged when it is not a JSON object. */
    static String readable(String line) {
        if (!line.startsWith("{")) {
            return line;
        }
        try (var parser = FACTORY.createParser(ObjectReadContext.empty(), line)) {
            var fields = read(parser);
            return fields.isEmpty() || parser.nextToken() != null ? line : written(fields);
        } catch (JacksonException _) {
            return line;
        }
    }

    private static Map<String, String> read(JsonParser parser) {
        var fields = new LinkedHashMap<String, String>();
        parser.nextToken();
        while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
            var name = parser.currentName();
            var isText = parser.nextToken() == JsonToken.VALUE_STRING;
            fields.put(name, isText ? parser.getString() : json(parser));
        }
        return fields;
    }

    /** A number, an object ... as compact JSON. */
    private static String json(JsonParser parser) {
        var text = new StringWriter();
        try (var generator = FACTORY.createGenerator(ObjectWriteContext.empty(), text)) {
            generator.copyCurrentStructure(parser);
        }
        return text.toString();
    }

    private static String written(Map<String, String> fields) {
        var line = new StringBuilder();
        for (var names : List.of(TIME, LEVEL, MESSAGE)) {
            names.stream().filter(fields::containsKey).findFirst().ifPresent(name -> append(line, fields.remove(name)));
        }
        fields.forEach((name, value) -> append(line, name + "=" + quoted(value)));
        return line.toString();
    }

    private static void append(StringBuilder line, String part) {
        line.append(line.isEmpty() ? "" : " ").append(part);
    }

    /** A text with spaces in quotes, so that the fields stay apart. */
    private static String quoted(String value) {
        var isStructure = value.startsWith("{") || value.startsWith("[");
        return !isStructure && (value.isEmpty() || value.contains(" ")) ? "\"" + value + "\"" : value;
    }
}
