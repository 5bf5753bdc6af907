package dev.dbops.lambda.messages;

import dev.dbops.OpsException;
import dev.dbops.OpsException.Kind;
import dev.dbops.lambda.source.JsonTree;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/** Reads the event of an invocation by the stream of a table. */
final class StreamEvent {
    private static final JsonFactory JSON = new JsonFactory();
    private static final String HINT =
            "it handles the stream of a table in DynamoDB (db-ops lambda-invoke --sample dynamodb shows an event)";

    private StreamEvent() {}

    /**
     * Reads the records, in their order.
     *
     * @throws OpsException of kind USAGE when the event is of another source
     */
    static List<StreamRecord> read(byte[] event) {
        try (var parser = JSON.createParser(ObjectReadContext.empty(), event)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw unknown("it is not a JSON object");
            }
            if (!(JsonTree.object(parser).get("Records") instanceof List<?> records) || records.isEmpty()) {
                throw unknown("it has no records");
            }
            for (var record : records) {
                var source = JsonTree.text(record, "eventSource");
                if (!source.equals("aws:dynamodb")) {
                    throw unknown("its source is \"%s\"".formatted(source));
                }
            }
            return records.stream().map(StreamRecord::read).toList();
        } catch (JacksonException e) {
            throw unknown("it is not JSON: " + e.getOriginalMessage());
        }
    }

    private static OpsException unknown(String reason) {
        return new OpsException(Kind.USAGE, "this is not an event that the function handles: " + reason, HINT);
    }
}
