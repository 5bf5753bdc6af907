package dev.dbops.cli.output;

import java.io.PrintStream;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.StreamWriteFeature;
import tools.jackson.core.json.JsonFactory;

/**
 * Writes records as JSON: components in their order, names in snake_case, durations as seconds.
 *
 * <p>Jackson's streaming writer rather than its ObjectMapper, which takes longer to start than most commands run.
 */
public final class JsonWriter {
    private static final JsonFactory FACTORY = JsonFactory.builder()
            // The stream is the caller's: it is neither closed nor flushed here.
            .disable(StreamWriteFeature.AUTO_CLOSE_TARGET)
            .build();

    private JsonWriter() {}

    /** Writes a record, or a list of records, and a line feed. */
    public static void write(Object value, PrintStream out) {
        try (var json = FACTORY.createGenerator(ObjectWriteContext.empty(), out)) {
            writeValue(value, json);
        }
        out.println();
    }

    private static void writeValue(Object value, JsonGenerator json) {
        switch (value) {
            case Record result -> {
                json.writeStartObject();
                for (var component : result.getClass().getRecordComponents()) {
                    json.writeName(RecordFields.name(component));
                    writeValue(RecordFields.value(result, component), json);
                }
                json.writeEndObject();
            }
            case List<?> list -> {
                json.writeStartArray();
                for (var element : list) {
                    writeValue(element, json);
                }
                json.writeEndArray();
            }
            case Optional<?> optional -> {
                if (optional.isPresent()) {
                    writeValue(optional.get(), json);
                } else {
                    json.writeNull();
                }
            }
            case Integer number -> json.writeNumber(number);
            case Long number -> json.writeNumber(number);
            case Boolean truth -> json.writeBoolean(truth);
            case Duration duration -> json.writeNumber(new BigDecimal(CellText.seconds(duration)));
            default -> json.writeString(CellText.plain(value));
        }
    }
}
