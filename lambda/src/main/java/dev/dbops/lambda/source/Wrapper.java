package dev.dbops.lambda.source;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * The outermost members of the event of an invocation.
 *
 * @param names the names of all of them
 * @param records the records of SQS, Kinesis and S3
 * @param partitions the records of Kafka, by topic and partition
 * @param eventSource the source of records of Kafka
 * @param sender the sender of a list of events
 */
record Wrapper(
        Set<String> names, List<Object> records, Map<String, Object> partitions, String eventSource, String sender) {
    /** Reads the members of an object whose beginning was read. */
    static Wrapper read(JsonParser parser) {
        var names = new HashSet<String>();
        List<Object> records = List.of();
        Map<String, Object> partitions = Map.of();
        var eventSource = "";
        var sender = "";
        while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
            var name = parser.currentName();
            names.add(name);
            parser.nextToken();
            switch (name) {
                case "Records" -> records = JsonTree.list(parser);
                case "records" -> partitions = JsonTree.object(parser);
                case "eventSource" -> eventSource = JsonTree.text(parser);
                case "sender" -> sender = JsonTree.text(parser);
                // events are read from the text later, since their values must not change
                default -> parser.skipChildren();
            }
        }
        return new Wrapper(names, records, partitions, eventSource, sender);
    }

    boolean hasEvents() {
        return names.contains("events");
    }

    /** Returns whether it is one event of db-ops, in any form. */
    boolean isEvent() {
        return names.contains("event_type") || names.contains("op") || names.containsAll(Set.of("schema", "payload"));
    }

    boolean isOfS3() {
        return !records.isEmpty()
                && JsonTree.text(records.getFirst(), "eventSource").equals("aws:s3");
    }

    boolean isTestOfS3() {
        return names.containsAll(Set.of("Service", "Event", "Bucket"));
    }

    boolean isOfKafka() {
        return eventSource.equals("aws:kafka") || eventSource.equals("SelfManagedKafka");
    }
}
