package dev.dbops.dist;

import dev.dbops.kafka.broker.TopicReader.Message;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.stream.Collectors;

/** The event with which Lambda hands messages of Kafka to a function (AWS Lambda Developer Guide, "Amazon MSK"). */
final class TopicRecords {
    private TopicRecords() {}

    static String payload(List<Message> messages) {
        var partitions = messages.stream()
                .collect(Collectors.groupingBy(
                        message -> message.topic() + "-" + message.partition(),
                        Collectors.mapping(TopicRecords::item, Collectors.joining(","))));
        return partitions.entrySet().stream()
                .map(entry -> "\"%s\": [%s]".formatted(entry.getKey(), entry.getValue()))
                .collect(Collectors.joining(
                        ",",
                        "{\"eventSource\": \"aws:kafka\", \"bootstrapServers\": \"b-1:9092\", \"records\": {",
                        "}}"));
    }

    private static String item(Message message) {
        return """
            {"topic": "%s", "partition": %d, "offset": %d, "timestamp": 1, "timestampType": "CREATE_TIME", "key": %s,
             "value": %s, "headers": [%s]}
            """.formatted(
                        message.topic(),
                        message.partition(),
                        message.offset(),
                        base64(message.key()),
                        base64(message.value()),
                        message.headers().entrySet().stream()
                                .map(header -> "{\"%s\": %s}".formatted(header.getKey(), bytes(header.getValue())))
                                .collect(Collectors.joining(",")));
    }

    private static String base64(String text) {
        return text.isEmpty()
                ? "null"
                : '"' + Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8)) + '"';
    }

    private static String bytes(String text) {
        return Arrays.toString(text.getBytes(StandardCharsets.UTF_8));
    }
}
