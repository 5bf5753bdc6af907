package dev.dbops.lambda.router;

import dev.dbops.events.EventFilter;
import dev.dbops.events.EventListing;
import dev.dbops.events.EventLog;
import dev.dbops.events.envelope.Envelope;
import dev.dbops.events.envelope.EventFormat;
import dev.dbops.events.replay.ReplayedPair;
import dev.dbops.lambda.FunctionHarness;
import dev.dbops.postgres.Database;
import dev.dbops.target.ConnectionTarget;
import dev.dbops.target.Password;
import dev.dbops.text.Utf8Buffer;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** A source with a log, a target, and a router between them. */
final class RoutedPair {
    static final String TABLES = """
        CREATE TABLE item (id int PRIMARY KEY, note text, n int);
        CREATE TABLE other (id int PRIMARY KEY);
        """;

    private final ReplayedPair pair = new ReplayedPair(17);
    private final Map<String, String> variables = new HashMap<>();

    RoutedPair() {
        pair.both(TABLES).capture("item", "other");
        variables.put("CONNECTION_URL", url(pair.target()));
        variables.put("AWS_LAMBDA_FUNCTION_NAME", "router");
    }

    static String url(ConnectionTarget target) {
        var host = target.hosts().getFirst();
        var password = target.password().map(Password::value).orElse("");
        return "postgresql://%s:%s@%s:%d/%s"
                .formatted(
                        target.user(),
                        URLEncoder.encode(password, StandardCharsets.UTF_8),
                        host.host(),
                        host.port(),
                        target.database());
    }

    ReplayedPair databases() {
        return pair;
    }

    RoutedPair with(String name, String value) {
        variables.put(name, value);
        return this;
    }

    RoutedPair with(Map<String, String> more) {
        variables.putAll(more);
        return this;
    }

    RoutedPair knowsSource() {
        return with("SOURCE_CONNECTION_URL", url(pair.source()));
    }

    Map<String, String> variables() {
        return variables;
    }

    FunctionHarness router() {
        return new FunctionHarness(variables, EventRouter::new);
    }

    /** The events of the log, in JSON. */
    List<String> events() {
        return events(Envelope::of);
    }

    List<String> events(Function<EventLog, EventFormat> formats) {
        try (var database = Database.connect(pair.source())) {
            var log = EventLog.open(database);
            var format = formats.apply(log);
            var batch = new EventListing(log, EventFilter.all()).first(100_000);
            format.prepare(batch);
            var texts = new ArrayList<String>();
            for (var event : batch.events()) {
                var out = new Utf8Buffer();
                format.append(event, batch.window(), out);
                texts.add(out.toString());
            }
            return texts;
        }
    }

    static String direct(List<String> events) {
        return "{\"events\": [" + String.join(", ", events) + "]}";
    }

    static String triggered(List<String> events) {
        return "{\"sender\": \"trigger\", \"events\": [" + String.join(", ", events) + "]}";
    }

    /** Messages of a queue, with the IDs m0, m1 and so on. */
    static String queued(String queue, List<String> bodies) {
        var records = new ArrayList<String>();
        for (var body : bodies) {
            records.add("""
                {"messageId": "m%d", "receiptHandle": "h", "body": %s, "attributes": {"MessageGroupId": "g%d"},
                 "eventSource": "aws:sqs", "eventSourceARN": "arn:aws:sqs:eu-central-1:123456789012:%s"}
                """.formatted(records.size(), quoted(body), records.size() % 2, queue));
        }
        return "{\"Records\": [" + String.join(",", records) + "]}";
    }

    /** Records of a stream, with the sequence numbers s0, s1 and so on. */
    static String streamed(List<String> data) {
        var records = new ArrayList<String>();
        for (var each : data) {
            records.add("""
                {"kinesis": {"kinesisSchemaVersion": "1.0", "partitionKey": "p", "sequenceNumber": "s%d", "data": "%s",
                 "approximateArrivalTimestamp": 1545084650.987}, "eventSource": "aws:kinesis", "eventVersion": "1.0",
                 "eventID": "shardId-000000000006:s%1$d", "eventName": "aws:kinesis:record"}
                """.formatted(records.size(), base64(each)));
        }
        return "{\"Records\": [" + String.join(",", records) + "]}";
    }

    /** Records of a topic with two partitions. */
    static String published(String source, List<String> values) {
        var partitions = List.of(new ArrayList<String>(), new ArrayList<String>());
        for (var i = 0; i < values.size(); i++) {
            var partition = partitions.get(i % 2);
            var value = values.get(i) == null ? "null" : '"' + base64(values.get(i)) + '"';
            partition.add("""
                {"topic": "items", "partition": %d, "offset": %d, "timestamp": 1, "timestampType": "CREATE_TIME",
                 "key": null, "value": %s, "headers": [{"a": [1, 2]}]}
                """.formatted(i % 2, 100 + partition.size(), value));
        }
        return """
            {"eventSource": "%s", "bootstrapServers": "b-1:9092", "records": {"items-0": [%s], "items-1": [%s]}}
            """.formatted(source, String.join(",", partitions.getFirst()), String.join(",", partitions.getLast()));
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    static String quoted(String text) {
        return new Utf8Buffer().appendQuoted(text).toString();
    }
}
