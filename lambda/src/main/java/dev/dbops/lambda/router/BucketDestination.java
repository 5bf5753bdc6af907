package dev.dbops.lambda.router;

import dev.dbops.aws.AwsCall;
import dev.dbops.lambda.runtime.FunctionCall;
import dev.dbops.lambda.runtime.Metric;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import software.amazon.awssdk.core.sync.RequestBody;

/**
 * Writes events into a bucket as lines of JSON, an object for each table and hour of an invocation. The same events make
 * the same object, so that a repetition replaces it.
 */
final class BucketDestination implements RouteDestination {
    private static final DateTimeFormatter HOUR =
            DateTimeFormatter.ofPattern("yyyy/MM/dd/HH").withZone(ZoneOffset.UTC);

    private final Bucket bucket;
    private final FunctionAws aws;

    BucketDestination(Bucket bucket, FunctionAws aws) {
        this.bucket = bucket;
        this.aws = aws;
    }

    @Override
    public String name() {
        return bucket.toString();
    }

    @Override
    public void deliver(List<RoutedEvent> events, FunctionCall call, Routing routing) {
        Map<String, List<RoutedEvent>> objects = new TreeMap<>();
        for (var event : events) {
            objects.computeIfAbsent(folder(event), _ -> new ArrayList<>()).add(event);
        }
        for (var object : objects.entrySet()) {
            write(object.getKey(), object.getValue());
            call.metrics().add(Metric.EVENTS_FORWARDED, object.getValue().size());
        }
    }

    /** SCHEMA.TABLE/YEAR/MONTH/DAY/HOUR, of the change. */
    private static String folder(RoutedEvent routed) {
        var event = routed.event().event();
        var hour = HOUR.format(Instant.EPOCH.plus(event.micros(), java.time.temporal.ChronoUnit.MICROS));
        return safe(event.schema()) + "." + safe(event.table()) + "/" + hour;
    }

    /** "Safe characters" of keys (Amazon S3 user guide, "Naming Amazon S3 objects"). */
    private static String safe(String name) {
        return name.replaceAll("[^A-Za-z0-9_-]", "_");
    }

    private void write(String folder, List<RoutedEvent> events) {
        var lines = new StringBuilder();
        var ids = new StringBuilder();
        for (var event : events) {
            lines.append(event.json().replace("\n", " ")).append('\n');
            ids.append(event.event().id()).append('\n');
        }
        var first = events.stream()
                .mapToLong(event -> event.event().event().seq())
                .min()
                .orElseThrow();
        var key = "%s%s/%019d-%s.jsonl".formatted(bucket.prefix(), folder, first, digest(ids.toString()));
        AwsCall.of(
                "s3:PutObject",
                () -> aws.clients(Optional.empty())
                        .s3()
                        .putObject(
                                request ->
                                        request.bucket(bucket.name()).key(key).contentType("application/x-ndjson"),
                                RequestBody.fromString(lines.toString())));
    }

    private static String digest(String ids) {
        try {
            var hash = MessageDigest.getInstance("SHA-256").digest(ids.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash, 0, 8);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
