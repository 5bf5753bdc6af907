package dev.dbops.lambda.runtime;

import java.io.ByteArrayOutputStream;
import java.util.EnumMap;
import java.util.Map;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/**
 * The counts of one invocation. They become one line of the log in CloudWatch's embedded metric format (CloudWatch user
 * guide, "Specification: Embedded metric format"), from which CloudWatch makes metrics by itself. Not thread-safe.
 */
public final class MetricCounts {
    private static final JsonFactory JSON = new JsonFactory();
    private static final String NAMESPACE = "db-ops";
    private static final String DIMENSION = "FunctionName";

    private final Map<Metric, Long> counts = new EnumMap<>(Metric.class);

    MetricCounts() {}

    /** Adds to a count. */
    public void add(Metric metric, long count) {
        if (count > 0) {
            counts.merge(metric, count, Long::sum);
        }
    }

    /** Adds one to a count. */
    public void add(Metric metric) {
        add(metric, 1);
    }

    /** Writes the counts that are not zero. */
    void write(FunctionLog log, String function) {
        if (!counts.isEmpty()) {
            log.write(line(log, function));
        }
    }

    private byte[] line(FunctionLog log, String function) {
        var line = new ByteArrayOutputStream();
        try (var json = JSON.createGenerator(ObjectWriteContext.empty(), line)) {
            json.writeStartObject();
            json.writeName("_aws");
            writeMetadata(json, log.millis());
            json.writeStringProperty(DIMENSION, function);
            json.writeStringProperty("AWSRequestId", log.requestId());
            counts.forEach((metric, count) -> json.writeNumberProperty(metric.label(), count));
            json.writeEndObject();
        }
        line.write('\n');
        return line.toByteArray();
    }

    private void writeMetadata(JsonGenerator json, long millis) {
        json.writeStartObject();
        json.writeNumberProperty("Timestamp", millis);
        json.writeName("CloudWatchMetrics");
        json.writeStartArray();
        json.writeStartObject();
        json.writeStringProperty("Namespace", NAMESPACE);
        json.writeName("Dimensions");
        json.writeStartArray();
        json.writeStartArray();
        json.writeString(DIMENSION);
        json.writeEndArray();
        json.writeEndArray();
        json.writeName("Metrics");
        json.writeStartArray();
        for (var metric : counts.keySet()) {
            json.writeStartObject();
            json.writeStringProperty("Name", metric.label());
            json.writeStringProperty("Unit", "Count");
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeEndObject();
        json.writeEndArray();
        json.writeEndObject();
    }
}
