package dev.dbops.cli.events;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dbops.aws.AwsEmulator;
import dev.dbops.aws.EmulatedBucket;
import dev.dbops.cli.Cli;
import dev.dbops.testing.TestServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The log of a database, replayed to a bucket: each event once, whenever the replay ends. */
class ReplayToBucketTest {
    private static final String TO = "s3://lake/shop";

    @TempDir
    private Path directory;

    private AwsEmulator aws;
    private EmulatedBucket bucket;
    private EventDatabase source;
    private Cli cli;

    @BeforeEach
    void aLogAndABucket() {
        aws = AwsEmulator.reset();
        bucket = new EmulatedBucket(aws, "lake");
        source = new EventDatabase(TestServer.carried().newDatabase());
        cli = new Cli(directory).with(aws.variables()).with(source.target());
    }

    @AfterEach
    void close() {
        source.close();
    }

    @Test
    void anObjectHasTheEventsOfATableAndAnHour() {
        // given
        log("orders", "2026-11-30 03:59:59+00", 1, 2);
        log("orders", "2026-11-30 04:00:00+00", 3, 3);
        log("line items", "2026-11-30 04:10:00+00", 4, 4);

        // when
        var replay = cli.run("events-replay", "--to", TO).succeeded();

        // then
        assertThat(replay.out()).contains("delivered 4 event(s)", " to s3://lake/shop/\n");
        assertThat(bucket.objects("shop/public").keySet())
                .satisfiesExactly(
                        key -> assertThat(key)
                                .matches(
                                        "shop/public\\.line_items/dt=2026-11-30/hour=04/0000000000000004000-[0-9a-f]{16}"
                                            + "\\.jsonl\\.gz"),
                        key -> assertThat(key)
                                .matches("shop/public\\.orders/dt=2026-11-30/hour=03/0000000000000001000-.*"),
                        key -> assertThat(key)
                                .matches("shop/public\\.orders/dt=2026-11-30/hour=04/0000000000000003000-.*"));
        assertThat(bucket.objects("shop/public.orders/dt=2026-11-30/hour=03").values())
                .singleElement()
                .asString()
                .contains("\"event_type\": \"INSERT\"", "\"after\": {\"id\": 1}")
                .hasLineCount(2)
                .endsWith("}}\n");
    }

    @Test
    void theNextReplayResumesAfterTheStoredEvents() {
        log("orders", "2026-11-30 03:00:00+00", 1, 5);
        cli.run("events-replay", "--to", TO).succeeded();
        log("orders", "2026-11-30 03:00:00+00", 6, 8);

        var next = cli.run("events-replay", "--to", TO).succeeded();

        assertThat(next.out()).contains("delivered 3 event(s)");
        assertThat(BucketEvents.ids(bucket, "shop/")).isEqualTo(ids(1, 8));
        assertThat(cli.run("events-status", "-o", "json").succeeded().out()).contains("s3://lake/shop/");
    }

    @Test
    void theSizeDividesTheEvents() {
        log("orders", "2026-11-30 03:00:00+00", 1, 1000);

        cli.run("events-replay", "--to", TO, "--rotate-size", "50kB").succeeded();

        assertThat(bucket.objects("shop/public.orders/")).hasSizeGreaterThan(2);
        assertThat(BucketEvents.ids(bucket, "shop/")).isEqualTo(ids(1, 1000));
    }

    /**
     * The replay ends before, or after, each of its writes. What follows has other windows: later events are there, and
     * the events are read in other portions.
     */
    @ParameterizedTest
    @CsvSource({"false", "true"})
    void anEndAtAnyWriteNeitherLosesNorRepeatsAnEvent(boolean isDone) {
        for (var write = 0; write < 9; write++) {
            // given
            aws = AwsEmulator.reset();
            bucket = new EmulatedBucket(aws, "lake");
            source.execute("TRUNCATE dbops.event_log, dbops.consumer RESTART IDENTITY CASCADE");
            log("orders", "2026-11-30 03:00:00+00", 1, 150);
            log("users", "2026-11-30 04:00:00+00", 151, 152);
            log("orders", "2026-11-30 04:00:00+00", 153, 400);
            if (isDone) {
                aws.failDone("s3:PutObject", write, "AccessDenied", 403);
            } else {
                aws.failAfter("s3:PutObject", write, "AccessDenied", 403);
            }

            // when
            cli.run("events-replay", "--to", TO, "--rotate-size", "60kB").failed(4);
            aws.failNoMore();
            log("orders", "2026-11-30 05:00:00+00", 401, 450);
            cli.run("events-replay", "--to", TO, "--rotate-size", "40kB").succeeded();

            // then
            assertThat(BucketEvents.ids(bucket, "shop/")).as("write %d", write).isEqualTo(ids(1, 450));
        }
    }

    @Test
    void aWriteWhoseAnswerIsLostIsRecognized() {
        log("orders", "2026-11-30 03:00:00+00", 1, 5);
        // the first mark: the SDK sends it again, and the condition does not hold any more
        aws.failDone("s3:PutObject", 0, "InternalError", 500);

        cli.run("events-replay", "--to", TO).succeeded();

        assertThat(BucketEvents.ids(bucket, "shop/")).isEqualTo(ids(1, 5));
    }

    @Test
    void aFollowerStoresWhatHasWaitedAndTheRestWhenItEnds() {
        log("orders", "2026-11-30 03:00:00+00", 1, 5);
        try (var follower = cli.start("events-replay", "--to", TO, "--follow", "--rotate-every", "1s")) {
            follower.await(_ -> BucketEvents.ids(bucket, "shop/").size() == 5);
            log("orders", "2026-11-30 03:00:00+00", 6, 7);
            follower.await(_ -> BucketEvents.ids(bucket, "shop/").size() == 7);
            follower.interrupt();
        }
        try (var follower = cli.start("events-replay", "--to", TO, "--follow", "--rotate-every", "1h")) {
            log("orders", "2026-11-30 03:00:00+00", 8, 9);
            follower.interrupt();
        }
        cli.run("events-replay", "--to", TO).succeeded();
        assertThat(BucketEvents.ids(bucket, "shop/")).isEqualTo(ids(1, 9));
    }

    @Test
    void aFollowerThatCannotStoreTheRestSaysSoWhenItEnds() {
        log("orders", "2026-11-30 03:00:00+00", 1, 5);
        var metrics = Pattern.compile("metrics: (\\S+)");
        try (var follower =
                cli.start("events-replay", "--to", TO, "--follow", "--rotate-every=1h", "--metrics-port=0")) {
            follower.await(transcript -> metrics.matcher(transcript.err())
                    .results()
                    .anyMatch(url -> text(url.group(1))
                            .contains("dbops_replay_events_total{consumer=\"" + TO + "/\",sink=\"" + TO + "/\"} 5\n")));
            aws.fail("s3:PutObject", "AccessDenied", 403, 99);
            follower.interrupt();

            assertThat(follower.end().failed(130).err())
                    .contains("warning: the latest events were not stored: AWS denies s3:PutObject")
                    .doesNotContain("sequences");
        }
        aws.failNoMore();
        cli.run("events-replay", "--to", TO).succeeded();
        assertThat(BucketEvents.ids(bucket, "shop/")).isEqualTo(ids(1, 5));
    }

    private static String text(String url) {
        try (var body = URI.create(url).toURL().openStream()) {
            return new String(body.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void aSecondReplayOfTheNameIsRefusedBeforeItStoresAnything() {
        log("orders", "2026-11-30 03:00:00+00", 1, 5);
        try (var first = cli.start("events-replay", "--to", TO, "--follow", "--rotate-every", "1s")) {
            first.await(_ -> BucketEvents.ids(bucket, "shop/").size() == 5);
            // the second one takes over, since it has read the latest mark
            cli.run("events-replay", "--to", TO).succeeded();
            log("orders", "2026-11-30 03:00:00+00", 6, 7);
            cli.run("events-replay", "--to", TO).succeeded();

            var end = first.end().failed(5);

            assertThat(end.err())
                    .contains("error: another replay has written s3://lake/shop/_db-ops/s3_lake_shop_-")
                    .contains("hint: end one of the two, or give it another --name");
        }
        assertThat(BucketEvents.ids(bucket, "shop/")).isEqualTo(ids(1, 7));
    }

    @Test
    void anotherFormatIsRefused() {
        log("orders", "2026-11-30 03:00:00+00", 1, 1);
        cli.run("events-replay", "--to", TO).succeeded();

        var refused =
                cli.run("events-replay", "--to", TO, "--format", "debezium").failed(5);

        assertThat(refused.err())
                .contains("error: s3://lake/shop/ was begun with --format json, and cannot be continued with --format"
                        + " debezium\n");
    }

    @Test
    void otherNamesForEventsThatWereBeingStoredAreRefused() {
        log("orders", "2026-11-30 03:00:00+00", 1, 1);
        aws.failAfter("s3:PutObject", 2, "AccessDenied", 403);
        cli.run("events-replay", "--to", TO).failed(4);
        aws.failNoMore();

        var refused =
                cli.run("events-replay", "--to", TO, "--map", "public=app").failed(5);

        assertThat(refused.err()).contains("hint: continue once with the options of that replay, such as --map\n");
    }

    @Test
    void somethingElseInPlaceOfTheMarkIsRefused() {
        log("orders", "2026-11-30 03:00:00+00", 1, 1);
        cli.run("events-replay", "--to", TO).succeeded();
        bucket.put(bucket.objects("shop/_db-ops/").firstKey(), "hello");

        var refused = cli.run("events-replay", "--to", TO).failed(5);

        assertThat(refused.err()).contains(" does not contain the position of a replay\n");
    }

    @ParameterizedTest
    @CsvSource({
        "s3:PutObject, AccessDenied, 403, 4, AWS denies s3:PutObject",
        "s3:GetObject, AccessDenied, 403, 4, AWS denies s3:GetObject",
        "s3:GetObject, PermanentRedirect, 301, 2, bucket \"lake\" is not in eu-central-1",
        "s3:PutObject, SlowDown, 503, 4, AWS asks for fewer requests",
        "s3:PutObject, ConditionalRequestConflict, 409, 4, at the same moment",
        "s3:PutObject, InternalError, 500, 4, S3 failed to use bucket"
    })
    void aFailureOfS3IsASentence(String action, String code, int status, int exit, String text) {
        log("orders", "2026-11-30 03:00:00+00", 1, 1);
        aws.fail(action, code, status, 99);

        var failed = cli.run("events-replay", "--to", TO).failed(exit);

        assertThat(failed.err()).contains(text).contains("\nhint: ");
    }

    @ParameterizedTest
    @CsvSource({
        "s3://none-there, , error: there is no bucket \"none-there\"",
        "s3://UPPER, , error: \"s3://UPPER\" is not a place in S3",
        "s3:lake, , error: \"s3:lake\" is not a place in S3",
        "s3://lake, --rotate-gzip, error: --rotate-gzip applies only to a file: objects in a bucket are always"
                + " compressed",
        "s3://lake, --rotate-size=65MB, error: --rotate-size is at most 64MB for a bucket"
    })
    void aMistakeOfTheUserIsASentence(String to, String option, String error) {
        var run = option == null ? cli.run("events-replay", "--to", to) : cli.run("events-replay", "--to", to, option);

        assertThat(run.failed(2).err()).contains(error);
    }

    @Test
    void aDryRunStoresNothing() {
        log("orders", "2026-11-30 03:00:00+00", 1, 3);

        var planned = cli.run("events-replay", "--to", TO, "--dry-run").succeeded();

        assertThat(planned.out()).startsWith("would deliver 3 event(s) to s3://lake/shop/\n");
        assertThat(bucket.objects("")).isEmpty();
    }

    private void log(String table, String time, int from, int to) {
        source.execute("""
            INSERT INTO dbops.event_log (ts, schema_name, table_name, op, key, after)
            SELECT '%s', 'public', '%s', 'c', jsonb_build_object('id', id), jsonb_build_object('id', id)
              FROM generate_series(%d, %d) AS id
            """.formatted(time, table, from, to));
    }

    private static List<Long> ids(long from, long to) {
        return LongStream.rangeClosed(from, to).boxed().toList();
    }
}
