package dev.dbops.lambda.source;

import dev.dbops.OpsException;
import dev.dbops.OpsException.Kind;
import java.io.ByteArrayOutputStream;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/** The kinds of senders, and how a function tells each which messages failed (Lambda developer guide). */
public enum SourceKind {
    /** A replay, or a person: the answer names events. */
    DIRECT,
    /** A trigger of the database, which reads no answer: the invocation fails, and Lambda repeats it. */
    TRIGGER,
    /** New objects in a bucket: S3 reads no answer; the invocation fails, and Lambda repeats it. */
    S3,
    /** A queue: the answer names messages; those of a FIFO queue from the first failure on, to keep their order. */
    SQS,
    /** A stream: the answer names the first failure, and the records from there on come again. */
    KINESIS,
    /** The stream of a table in DynamoDB, which is answered as Kinesis is. */
    DYNAMODB,
    /** Amazon MSK or another Kafka cluster: the answer names the first failure of each partition. */
    KAFKA;

    private static final JsonFactory JSON = new JsonFactory();
    private static final String FIFO = ".fifo";

    /**
     * Returns the answer to an invocation.
     *
     * @param items all messages, in their order
     * @param failed those that must come again
     * @throws OpsException of kind FAILED when this kind has no other way to say so
     */
    public byte[] answer(List<SourceItem> items, Set<SourceItem> failed) {
        if ((this == TRIGGER || this == S3) && !failed.isEmpty()) {
            throw new OpsException(
                    Kind.FAILED,
                    "%d of %d %s were not handled, so the invocation fails and Lambda repeats it"
                            .formatted(failed.size(), items.size(), this == S3 ? "objects" : "events"),
                    "the lines above name them");
        }
        var answer = new ByteArrayOutputStream();
        try (var json = JSON.createGenerator(ObjectWriteContext.empty(), answer)) {
            json.writeStartObject();
            json.writeName("batchItemFailures");
            json.writeStartArray();
            for (var item : named(items, failed)) {
                json.writeStartObject();
                json.writeName("itemIdentifier");
                write(json, item);
                json.writeEndObject();
            }
            json.writeEndArray();
            json.writeEndObject();
        }
        return answer.toByteArray();
    }

    private Collection<SourceItem> named(List<SourceItem> items, Set<SourceItem> failed) {
        return switch (this) {
            case DIRECT, TRIGGER, S3 -> items.stream().filter(failed::contains).toList();
            case SQS -> ofQueue(items, failed);
            case KINESIS, DYNAMODB, KAFKA -> firstOfGroups(items, failed);
        };
    }

    private static List<SourceItem> ofQueue(List<SourceItem> items, Set<SourceItem> failed) {
        var groups = new HashSet<String>();
        return items.stream()
                .filter(item -> {
                    if (failed.contains(item) && !item.group().isEmpty()) {
                        groups.add(item.group());
                    }
                    return failed.contains(item) || groups.contains(item.group());
                })
                .toList();
    }

    private static Collection<SourceItem> firstOfGroups(List<SourceItem> items, Set<SourceItem> failed) {
        Map<String, SourceItem> first = new LinkedHashMap<>();
        for (var item : items) {
            if (failed.contains(item)) {
                first.putIfAbsent(item.group(), item);
            }
        }
        return first.values();
    }

    private void write(JsonGenerator json, SourceItem item) {
        if (this != KAFKA) {
            json.writeString(item.name());
            return;
        }
        json.writeStartObject();
        json.writeStringProperty("partition", item.group());
        json.writeNumberProperty("offset", item.offset());
        json.writeEndObject();
    }

    /** Messages of a FIFO queue keep their order within a group; those of others have none. */
    static String groupOfQueue(String queue, String group) {
        return queue.endsWith(FIFO) ? queue + "/" + group : "";
    }
}
