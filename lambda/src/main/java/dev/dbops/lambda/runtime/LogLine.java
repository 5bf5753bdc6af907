package dev.dbops.lambda.runtime;

import dev.dbops.OpsException;
import dev.dbops.text.VisibleText;
import java.io.ByteArrayOutputStream;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/**
 * A line of the log: a JSON object with the members that Lambda itself writes (timestamp, level, message,
 * AWSRequestId), and further ones. Text from outside is data: control characters are written out, secrets are hidden,
 * long text is cut.
 */
public final class LogLine {
    private static final JsonFactory JSON = new JsonFactory();

    /** Long enough for any sentence, and far below the limit of a log event, which is 1 MB. */
    private static final int LONGEST_TEXT = 8_000;

    private final FunctionLog log;
    private final LogLevel level;
    private final Map<String, Object> members = new LinkedHashMap<>();

    LogLine(FunctionLog log, LogLevel level, String time, String message) {
        this.log = log;
        this.level = level;
        members.put("timestamp", time);
        members.put("level", level.name());
        members.put("message", message);
    }

    /** Adds a text; an empty one is left out. */
    public LogLine with(String name, String text) {
        if (!text.isEmpty()) {
            members.put(name, text);
        }
        return this;
    }

    /** Adds a number. */
    public LogLine with(String name, long number) {
        members.put(name, number);
        return this;
    }

    /** Adds what is known about a failure: its kind, the SQLSTATE and the hint. */
    public LogLine with(OpsException failure) {
        with("kind", failure.kind().name().toLowerCase(Locale.ROOT));
        failure.serverError().ifPresent(error -> with("sqlstate", error.sqlState()));
        failure.hint().ifPresent(hint -> with("hint", hint));
        return this;
    }

    /** Writes the line, unless its level is below that of the log. */
    public void write() {
        if (log.writes(level)) {
            log.write(bytes());
        }
    }

    private byte[] bytes() {
        var line = new ByteArrayOutputStream();
        try (var json = JSON.createGenerator(ObjectWriteContext.empty(), line)) {
            json.writeStartObject();
            members.forEach((name, value) -> write(json, name, value));
            json.writeEndObject();
        }
        line.write('\n');
        return line.toByteArray();
    }

    private void write(JsonGenerator json, String name, Object value) {
        json.writeName(name);
        switch (value) {
            case Long number -> json.writeNumber(number);
            default -> json.writeString(shown(value.toString()));
        }
    }

    private String shown(String text) {
        var shown = VisibleText.line(log.redact(text));
        return shown.length() <= LONGEST_TEXT ? shown : VisibleText.line(shown.substring(0, LONGEST_TEXT)) + " ...";
    }
}
