package dev.dbops.lambda.router;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dbops.aws.AwsEmulator;
import dev.dbops.aws.EmulatedBucket;
import dev.dbops.aws.EmulatedQueue;
import dev.dbops.aws.EmulatedRefusals;
import dev.dbops.aws.EmulatedStream;
import dev.dbops.aws.bucket.BucketPlace;
import dev.dbops.aws.bucket.BucketSink;
import dev.dbops.aws.kinesis.KinesisStream;
import dev.dbops.aws.kinesis.KinesisTarget;
import dev.dbops.aws.message.MessageSink;
import dev.dbops.aws.queue.Queue;
import dev.dbops.aws.queue.QueueTarget;
import dev.dbops.events.EventFilter;
import dev.dbops.events.NameMap;
import dev.dbops.events.envelope.Envelope;
import dev.dbops.events.replay.Replay;
import dev.dbops.events.replay.ReplayListener;
import dev.dbops.events.replay.ReplayOptions;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The way from the log through a stream, a queue or a bucket to the router, which reads what the sinks have written. */
class RoutedSinksTest {
    private static final String ALL_IS_WELL = "{\"batchItemFailures\":[]}";
    private static final String ITEMS = "SELECT * FROM item ORDER BY id";

    private final AwsEmulator aws = AwsEmulator.reset();
    private final RoutedPair pair = new RoutedPair().with(aws.variables());

    @BeforeEach
    void changes() {
        pair.databases()
                .inSource("INSERT INTO item SELECT i, 'note \u00fc ' || i, i FROM generate_series(1, 60) AS i;"
                        + " UPDATE item SET note = NULL, n = n + 1 WHERE id % 3 = 0; DELETE FROM item WHERE id % 7 = 0;"
                        + " UPDATE item SET id = id + 1000 WHERE id % 11 = 0");
    }

    @Test
    void theRecordsOfAStreamAreApplied() throws InterruptedException {
        // given
        var stream = new EmulatedStream(aws, "items", 2);
        new EmulatedRefusals(aws).refuseShare(0.2, 1, "ProvisionedThroughputExceededException", 5);
        replay(log -> {
            var clients = aws.clients();
            return new MessageSink(
                    clients, KinesisTarget.open(clients, KinesisStream.parse("items")), Envelope.of(log));
        });

        // when
        var texts = stream.records().stream().map(EmulatedStream.Read::text).toList();
        var answer = pair.router().invoke(RoutedPair.streamed(texts));

        // then
        assertThat(answer).isEqualTo(ALL_IS_WELL);
        assertSame();
    }

    @Test
    void theMessagesOfAQueueAreApplied() throws InterruptedException {
        // given
        var queue = new EmulatedQueue(aws, "items.fifo", 262_144);
        replay(log -> {
            var clients = aws.clients();
            return new MessageSink(clients, QueueTarget.open(clients, Queue.parse("items.fifo")), Envelope.of(log));
        });

        // when
        var texts = queue.receive().stream().map(EmulatedQueue.Received::text).toList();
        var answer = pair.router().invoke(RoutedPair.queued("items.fifo", texts));

        // then
        assertThat(answer).isEqualTo(ALL_IS_WELL);
        assertSame();
    }

    @Test
    void theObjectsOfABucketAreApplied() throws InterruptedException {
        var keys = stored();

        var answer = pair.router().invoke(notification(keys));

        assertThat(answer).isEqualTo(ALL_IS_WELL);
        assertThat(keys).anyMatch(key -> key.contains("/_db-ops/"));
        assertSame();
    }

    @Test
    void aQueueMayGetTheNotifications() throws InterruptedException {
        var test = """
            {"Service": "Amazon S3", "Event": "s3:TestEvent", "Time": "2026-11-30T03:00:00Z", "Bucket": "lake"}\
            """;

        var answer = pair.router().invoke(RoutedPair.queued("items", List.of(test, notification(stored()))));

        assertThat(answer).isEqualTo(ALL_IS_WELL);
        assertSame();
    }

    @Test
    void anEventThatFailsLetsTheInvocationFail() throws InterruptedException {
        pair.databases().inTarget("ALTER TABLE item ADD CHECK (id <> 5)");
        var notification = notification(stored());
        var router = pair.router();

        assertThatThrownBy(() -> router.invoke(notification))
                .hasMessageMatching("1 of \\d objects were not handled, so the invocation fails and Lambda repeats it");
        assertThat(pair.databases().targetRows("SELECT count(*) FROM item WHERE id IN (4, 5, 6)"))
                .containsExactly("2");
    }

    @Test
    void anObjectThatCannotBeReadLetsTheInvocationFail() {
        new EmulatedBucket(aws, "lake");
        var router = pair.router();

        assertThatThrownBy(() -> router.invoke(notification(List.of("shop/none.jsonl.gz"))))
                .hasMessageStartingWith("1 of 1 objects were not handled");
        assertThat(router.log())
                .anyMatch(line -> line.contains("s3://lake/shop/none.jsonl.gz does not exist any more"));
    }

    @Test
    void aRemovedObjectHasNoEvents() {
        var removed = notification(List.of("shop/none.jsonl.gz")).replace("ObjectCreated:Put", "ObjectRemoved:Delete");

        assertThat(pair.router().invoke(removed)).isEqualTo(ALL_IS_WELL);
    }

    /** Returns the keys of the objects of a replay. */
    private List<String> stored() throws InterruptedException {
        var bucket = new EmulatedBucket(aws, "lake");
        replay(log -> BucketSink.open(
                aws.clients(),
                BucketPlace.parse("s3://lake/shop"),
                "test",
                Envelope.of(log),
                4000,
                Duration.ofMinutes(1)));
        return List.copyOf(bucket.objects("").keySet());
    }

    private void replay(Replay.SinkFactory sink) throws InterruptedException {
        var options = new ReplayOptions(
                "test", EventFilter.all(), new NameMap(), Optional.empty(), false, false, false, 0, 20);
        new Replay(pair.databases().source(), sink, options, new ReplayListener() {}).run();
    }

    /** "Event message structure" (Amazon S3 user guide). */
    private static String notification(Collection<String> keys) {
        var records = new ArrayList<String>();
        for (var key : keys) {
            records.add("""
                {"eventVersion": "2.1", "eventSource": "aws:s3", "awsRegion": "eu-central-1",
                 "eventTime": "2026-11-30T03:00:00.000Z", "eventName": "ObjectCreated:Put",
                 "s3": {"s3SchemaVersion": "1.0", "configurationId": "c", "bucket": {"name": "lake",
                  "arn": "arn:aws:s3:::lake"}, "object": {"key": "%s", "size": 1, "sequencer": "00"}}}
                """.formatted(URLEncoder.encode(key, StandardCharsets.UTF_8)));
        }
        return "{\"Records\": [" + String.join(",", records) + "]}";
    }

    private void assertSame() {
        assertThat(pair.databases().targetRows(ITEMS))
                .isNotEmpty()
                .isEqualTo(pair.databases().sourceRows(ITEMS));
    }
}
