package dev.dbops.cli.events;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dbops.aws.AwsEmulator;
import dev.dbops.aws.EmulatedBucket;
import dev.dbops.cli.Cli;
import dev.dbops.cli.DbOps;
import dev.dbops.postgres.Database;
import dev.dbops.target.ConnectionUrl;
import dev.dbops.testing.TestServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Followers to a bucket are killed at random moments while transactions of different lengths commit: then each event is
 * there once. A long run is {@code -Dbucket.kills=100} (docs/testing.md).
 */
class BucketKillsTest {
    private static final int KILLS = Integer.getInteger("bucket.kills", 4);
    private static final long SEED = Long.getLong("bucket.seed", 20);

    /** From the start of the process, or from its first objects, in milliseconds. */
    private static final int LONGEST_LIFE = 2500;

    /** S3 may do the last request of a replay after it was killed, and after the next one has read the mark. */
    private static final String LATE_WRITE = "another replay has written";

    private final AwsEmulator aws = AwsEmulator.reset();
    private final EmulatedBucket bucket = new EmulatedBucket(aws, "lake");
    private final Random random = new Random(SEED);
    private int events;

    @TempDir
    private Path directory;

    @Test
    void killsLoseAndRepeatNothing() throws IOException, InterruptedException {
        try (var source = new EventDatabase(TestServer.carried().newDatabase());
                var late = Database.connect(source.target())) {
            for (var kill = 0; kill < KILLS; kill++) {
                var follower = follow(source);
                if (kill % 2 == 1) {
                    follower = writeUntilStored(source, late, follower);
                }
                var end = System.nanoTime() + random.nextInt(LONGEST_LIFE) * 1_000_000L;
                while (System.nanoTime() < end) {
                    write(source, late);
                }
                follower.destroyForcibly().waitFor();
            }

            deliverTheRest(source);

            System.out.printf("%d kills, seed %d: %d events in %d objects%n", KILLS, SEED, events, objects());
            assertThat(BucketEvents.ids(bucket, "shop/"))
                    .isEqualTo(LongStream.rangeClosed(1, events).boxed().toList());
        }
    }

    /** A machine that is busy starts a process late. */
    private Process writeUntilStored(EventDatabase source, Database late, Process first) throws IOException {
        var follower = first;
        var before = objects();
        while (objects() == before) {
            for (var i = 0; i < 10; i++) {
                write(source, late);
            }
            if (!follower.isAlive()) {
                assertThat(said()).contains(LATE_WRITE);
                follower = follow(source);
            }
        }
        return follower;
    }

    private void deliverTheRest(EventDatabase source) {
        var command = new Cli(directory).with(aws.variables()).with(source.target());
        var rest = command.run("events-replay", "--to", "s3://lake/shop");
        if (rest.err().contains(LATE_WRITE)) {
            rest = command.run("events-replay", "--to", "s3://lake/shop");
        }
        rest.succeeded();
    }

    private String said() throws IOException {
        return Files.readString(output());
    }

    private Path output() {
        return directory.resolve("follower.txt");
    }

    private int objects() {
        return bucket.objects("shop/public").size();
    }

    /** One transaction begins early and ends late, so that windows have events that are older than those before. */
    private void write(EventDatabase source, Database late) {
        late.executeAsIs("BEGIN");
        late.executeAsIs(insert(random.nextInt(1, 20)));
        for (var i = random.nextInt(5); i >= 0; i--) {
            source.execute(insert(random.nextInt(1, 10)) + "; SELECT pg_sleep(0.01)");
        }
        late.executeAsIs("COMMIT");
    }

    private String insert(int rows) {
        var first = events + 1;
        events += rows;
        return """
            INSERT INTO dbops.event_log (ts, schema_name, table_name, op, key, after)
            SELECT timestamptz '2026-11-30 00:00:00+00' + %d * interval '1 hour', 'public', 'orders', 'c',
                   jsonb_build_object('id', id), jsonb_build_object('id', id)
              FROM generate_series(%d, %d) AS id
            """.formatted(random.nextInt(3), first, events);
    }

    private Process follow(EventDatabase source) throws IOException {
        var builder = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "-cp",
                        System.getProperty("java.class.path"),
                        DbOps.class.getName(),
                        "events-replay",
                        "--to",
                        "s3://lake/shop",
                        "--follow",
                        "--rotate-size",
                        "4kB",
                        "--no-env-file")
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output().toFile());
        builder.environment().putAll(aws.variables());
        builder.environment().put("CONNECTION_URL", ConnectionUrl.formatWithPassword(source.target()));
        return builder.start();
    }
}
