package dev.dbops.cli.output;

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
            .disable(StreamWriteFeature.FLUSH_PASSED_TO_STREAM)
            .build();

    private JsonWriter() {}

    /** Writes a record, or a list of records, and a line feed. */
    public static void write(Object value, TextStream out) {
        try (var json = FACTORY.createGenerator(ObjectWriteContext.empty(), out)) {
            writeValue(value, json);
        }
        out.println();
    }

    private static void writeValue(Object value, JsonGenerator json) {
        // Not a switch over types: the JVM would make a class for it at each start.
        if (value instanceof JsonText text) {
            json.writeRawValue(text.json());
        } else if (value instanceof Record result) {
            writeObject(result, json);
        } else if (value instanceof List<?> list) {
            json.writeStartArray();
            for (var element : list) {
                writeValue(element, json);
            }
            json.writeEndArray();
        } else if (value instanceof Optional<?> optional) {
            if (optional.isPresent()) {
                writeValue(optional.get(), json);
            } else {
                json.writeNull();
            }
        } else {
            writeScalar(value, json);
        }
    }

    private static void writeObject(Record result, JsonGenerator json) {
        json.writeStartObject();
        for (var component : result.getClass().getRecordComponents()) {
            json.writeName(RecordFields.name(component));
            writeValue(RecordFields.value(result, component), json);
        }
        json.writeEndObject();
    }

    private static void writeScalar(Object value, JsonGenerator json) {
        if (value instanceof Integer number) {
            json.writeNumber(number);
        } else if (value instanceof Long number) {
            json.writeNumber(number);
        } else if (value instanceof Boolean truth) {
            json.writeBoolean(truth);
        } else if (value instanceof Duration duration) {
            json.writeNumber(new BigDecimal(CellText.seconds(duration)));
        } else {
            json.writeString(CellText.plain(value));
        }
    }
}
