package dev.dbops.lambda.source;

import dev.dbops.OpsException;
import dev.dbops.OpsException.Kind;
import dev.dbops.events.received.EnvelopeReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;

/**
 * Reads the event of an invocation: from SQS, Kinesis, Kafka, S3, a trigger or a direct call (Lambda developer guide, the
 * sections about these sources). Used by one thread.
 */
public final class DeliveryReader {
    /** Lambda's own limit for an event is 6 MB, which may be one string. */
    private static final JsonFactory JSON = JsonFactory.builder()
            .streamReadConstraints(
                    StreamReadConstraints.builder().maxStringLength(20_000_000).build())
            .build();

    private static final String S3 = "aws:s3";

    private static final String HINT =
            "it handles {\"events\": [...]} and the events of SQS, Kinesis, Amazon MSK, Kafka and S3 (db-ops"
                    + " lambda-invoke --sample shows each)";

    private final EventTexts texts;
    private final ObjectRecords objects;

    /** @param objects reads the objects that notifications of S3 name */
    public DeliveryReader(EnvelopeReader reader, EventObjects objects) {
        this.texts = new EventTexts(reader);
        this.objects = new ObjectRecords(texts, objects);
    }

    /**
     * Reads an event.
     *
     * @throws OpsException of kind USAGE when it is not one of these
     */
    public SourceDelivery read(byte[] event) {
        try (var parser = JSON.createParser(ObjectReadContext.empty(), event)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw unknown("it is not a JSON object");
            }
            return read(Wrapper.read(parser), event);
        } catch (JacksonException e) {
            throw unknown("it is not JSON: " + e.getOriginalMessage());
        }
    }

    private SourceDelivery read(Wrapper wrapper, byte[] event) {
        if (wrapper.hasEvents()) {
            var kind = wrapper.sender().equals("trigger") ? SourceKind.TRIGGER : SourceKind.DIRECT;
            return new SourceDelivery(kind, items(texts.list(event)));
        }
        if (wrapper.isEvent()) {
            return new SourceDelivery(SourceKind.DIRECT, items(texts.of(event)));
        }
        if (wrapper.isOfKafka()) {
            return new SourceDelivery(SourceKind.KAFKA, new KafkaRecords(texts).read(wrapper.partitions()));
        }
        var source = wrapper.records().isEmpty()
                ? ""
                : JsonTree.text(wrapper.records().getFirst(), "eventSource");
        return switch (source) {
            case "aws:sqs" ->
                new SourceDelivery(
                        SourceKind.SQS,
                        wrapper.records().stream().map(this::message).toList());
            case "aws:kinesis" ->
                new SourceDelivery(
                        SourceKind.KINESIS,
                        wrapper.records().stream().map(this::record).toList());
            case S3 -> new SourceDelivery(SourceKind.S3, objects.items(wrapper.records()));
            default -> throw unknown(source.isEmpty() ? "it has no events" : "its source is " + source);
        };
    }

    /** Each event is a message of its own: the answer names events. */
    private static List<SourceItem> items(List<SourceEvent> events) {
        var items = new ArrayList<SourceItem>(events.size());
        for (var event : events) {
            // the place tells two deliveries of one event apart
            items.add(new SourceItem(event.id(), "", items.size(), List.of(event)));
        }
        return items;
    }

    private SourceItem message(Object message) {
        var group = SourceKind.groupOfQueue(
                JsonTree.text(message, "eventSourceARN"),
                JsonTree.text(JsonTree.member(message, "attributes"), "MessageGroupId"));
        var events = JsonTree.member(message, "body") instanceof String body
                ? events(body)
                : EventTexts.unreadable("the message has no body", "");
        return new SourceItem(JsonTree.text(message, "messageId"), group, 0, events);
    }

    /** S3 can notify a queue, and sends it a test when that is set up. */
    private List<SourceEvent> events(String body) {
        var content = body.getBytes(StandardCharsets.UTF_8);
        if (!body.contains(S3) && !body.contains("s3:TestEvent")) {
            return texts.of(content);
        }
        try (var parser = JSON.createParser(ObjectReadContext.empty(), content)) {
            var wrapper = parser.nextToken() == JsonToken.START_OBJECT
                    ? Wrapper.read(parser)
                    : new Wrapper(Set.of(), List.of(), Map.of(), "", "");
            if (wrapper.isTestOfS3()) {
                return List.of();
            }
            if (wrapper.isOfS3()) {
                return wrapper.records().stream()
                        .flatMap(record -> objects.events(record).stream())
                        .toList();
            }
        } catch (JacksonException _) {
            // it is reported as an event that cannot be read
        }
        return texts.of(content);
    }

    private SourceItem record(Object record) {
        var kinesis = JsonTree.member(record, "kinesis");
        var data = JsonTree.member(kinesis, "data");
        var events = Base64Text.decode(data)
                .map(texts::of)
                .orElseGet(() -> EventTexts.unreadable("the data of the record is not Base64", data.toString()));
        return new SourceItem(JsonTree.text(kinesis, "sequenceNumber"), "", 0, events);
    }

    static OpsException unknown(String reason) {
        return new OpsException(Kind.USAGE, "this is not an event that the function handles: " + reason, HINT);
    }
}
