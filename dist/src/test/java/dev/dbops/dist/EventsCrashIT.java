package dev.dbops.dist;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dbops.Polling;
import dev.dbops.target.ConnectionTarget;
import dev.dbops.target.ConnectionUrl;
import dev.dbops.testing.CrashingServer;
import dev.dbops.testing.CuttingProxy;
import dev.dbops.testing.RandomWriters;
import dev.dbops.testing.TestServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Nothing is lost and nothing comes twice while sixteen sessions write, and the followers, the server of the source, that of
 * the target and the network between them are killed again and again.
 *
 * <p>Longer: {@code -Dcrash.seconds=600} (docs/testing.md).
 */
class EventsCrashIT {
    private static final int WRITERS = 16;
    private static final Duration LENGTH = Duration.ofSeconds(Integer.getInteger("crash.seconds", 20));
    private static final long SEED = Long.getLong("crash.seed", System.nanoTime());

    /** An envelope: its number, what was done, the table and the key. */
    private static final Pattern LINE = Pattern.compile("\\{\"id\": \"[^:]+:(\\d+)\", \"event_type\": \"(\\w+)\", .*"
            + "\"table\": \"(\\w+)\", .*\"payload\": \\{\"key\": (null|\\{.*?}), \"before\": .*}}");

    private enum Mishap {
        FOLLOWER_KILLED,
        FILE_FOLLOWER_KILLED,
        SOURCE_CRASHED,
        TARGET_CRASHED,
        SOURCE_CUT_OFF,
        TARGET_CUT_OFF
    }

    private final Random random = new Random(SEED);
    private final Map<Mishap, Integer> mishaps = new EnumMap<>(Mishap.class);

    @TempDir
    private Path directory;

    private CrashingServer sourceServer;
    private CrashingServer targetServer;
    private ConnectionTarget source;
    private ConnectionTarget target;
    private CuttingProxy toSource;
    private CuttingProxy toTarget;
    private FollowerProcess follower;
    private FollowerProcess fileFollower;

    @BeforeEach
    void startEverything() throws Exception {
        sourceServer = new CrashingServer(TestServer.CARRIED, directory.resolve("source"), Map.of());
        targetServer = new CrashingServer(TestServer.CARRIED, directory.resolve("target"), Map.of());
        source = sourceServer.server().newDatabase();
        target = targetServer.server().newDatabase();
        toSource = new CuttingProxy(source);
        toTarget = new CuttingProxy(target);
        for (var sql : List.of(RandomWriters.SCHEMA, RandomWriters.NUMBERED_SCHEMA)) {
            sourceServer.server().execute(source.database(), sql);
            targetServer.server().execute(target.database(), sql);
        }
        succeed("triggers-install", "--table", "plain", "--table", "handle", "--table", "pair", "--table", "part");
        succeed("triggers-install", "--table", RandomWriters.NUMBERED, "--ops", "insert,truncate");
        follower = new FollowerProcess(directory, "database", variables(), "--to", "env:target", "--parallel", "3");
        fileFollower = new FollowerProcess(directory, "file", variables(), "--to", "file:events");
    }

    @AfterEach
    void endEverything() throws InterruptedException {
        follower.kill();
        fileFollower.kill();
        toSource.close();
        toTarget.close();
        sourceServer.close();
        targetServer.close();
    }

    @Test
    void nothingIsLostAndNothingComesTwiceWhateverIsKilled() throws Exception {
        var over = new AtomicBoolean();
        try (var executor = Executors.newSingleThreadExecutor()) {
            var writing = executor.submit(
                    () -> new RandomWriters(sourceServer.server().jdbcUrl(source.database()), SEED)
                            .numbering()
                            .reconnecting()
                            .run(WRITERS, _ -> !over.get()));
            bringMishaps();
            awaitDeliveredRows();
            over.set(true);
            assertThat(writing.get()).isPositive();
        }
        follower.kill();
        fileFollower.kill();
        assertThat(follower.finish()).as(seed()).extracting(Finished::exit).isEqualTo(0);
        assertThat(fileFollower.finish()).as(seed()).extracting(Finished::exit).isEqualTo(0);

        assertSameRows();
        assertEachEventOnceAndInOrder();
        System.out.printf("%s: %s, %d and %d starts%n", seed(), mishaps, follower.starts(), fileFollower.starts());
    }

    /** The followers deliver while the writers write, however slow the machine is. */
    private void awaitDeliveredRows() throws InterruptedException {
        var polling = new Polling(Duration.ofMinutes(2), Polling.Pace.SERVER);
        while (targetServer
                .server()
                .rows(target.database(), RandomWriters.NUMBERED_ROWS)
                .isEmpty()) {
            assertThat(polling.again()).as("rows are delivered").isTrue();
        }
    }

    private void bringMishaps() throws Exception {
        var end = System.nanoTime() + LENGTH.toNanos();
        List<Mishap> next = new ArrayList<>();
        while (System.nanoTime() < end) {
            follower.start();
            fileFollower.start();
            Thread.sleep(100 + random.nextInt(1500));
            if (next.isEmpty()) {
                next.addAll(List.of(Mishap.values()));
                Collections.shuffle(next, random);
            }
            var mishap = next.removeLast();
            mishaps.merge(mishap, 1, Integer::sum);
            bring(mishap);
        }
    }

    private void bring(Mishap mishap) throws InterruptedException {
        switch (mishap) {
            case FOLLOWER_KILLED -> follower.kill();
            case FILE_FOLLOWER_KILLED -> fileFollower.kill();
            case SOURCE_CRASHED -> crash(sourceServer);
            case TARGET_CRASHED -> crash(targetServer);
            case SOURCE_CUT_OFF -> cutOff(toSource);
            case TARGET_CUT_OFF -> cutOff(toTarget);
        }
    }

    private void crash(CrashingServer server) throws InterruptedException {
        server.crash();
        Thread.sleep(random.nextInt(500));
        server.start();
    }

    private void cutOff(CuttingProxy link) throws InterruptedException {
        link.refuse();
        link.cut();
        Thread.sleep(random.nextInt(500));
        link.accept();
    }

    private void assertSameRows() throws Exception {
        for (var rows : List.of(RandomWriters.ROWS, RandomWriters.NUMBERED_ROWS)) {
            var there = sourceServer.server().rows(source.database(), rows);
            assertThat(there).isNotEmpty();
            assertThat(targetServer.server().rows(target.database(), rows))
                    .as(seed())
                    .isEqualTo(there);
        }
        succeed("compare", "--to", "env:target");
    }

    /** The changes of a key ascend, and between them stand the TRUNCATEs of its table. */
    private void assertEachEventOnceAndInOrder() throws Exception {
        var seen = new HashSet<String>();
        Map<String, Long> latest = new HashMap<>();
        for (var line : Files.readAllLines(directory.resolve("events"))) {
            var event = LINE.matcher(line);
            assertThat(event.matches()).as(line).isTrue();
            assertThat(seen.add(event.group(1)))
                    .as("%s: twice: %s", seed(), line)
                    .isTrue();
            var seq = Long.parseLong(event.group(1));
            var table = event.group(3);
            var of = event.group(2).equals("TRUNCATE") ? table : table + keyOrNumber(event);
            assertThat(seq)
                    .as("%s: out of order: %s", seed(), line)
                    .isGreaterThan(latest.getOrDefault(of, 0L))
                    .isGreaterThan(latest.getOrDefault(table, 0L));
            latest.put(of, seq);
        }
        assertThat(seen)
                .as(seed())
                .isEqualTo(new HashSet<>(
                        sourceServer.server().rows(source.database(), "SELECT seq FROM dbops.event_log")));
    }

    /** Rows without a key are only themselves. */
    private static String keyOrNumber(MatchResult event) {
        return event.group(4).equals("null") ? event.group(1) : event.group(4);
    }

    private void succeed(String command, String... options) throws Exception {
        var words = new ArrayList<>(
                List.of(Path.of("target/db-ops/bin/db-ops").toAbsolutePath().toString(), command));
        words.addAll(List.of(options));
        var finished = Finished.run(directory, variables(), words);
        assertThat(finished.exit()).as(seed() + ": " + finished).isZero();
    }

    private Map<String, String> variables() {
        return Map.of(
                "CONNECTION_URL", ConnectionUrl.formatWithPassword(toSource.target(source)),
                "TARGET_CONNECTION_URL", ConnectionUrl.formatWithPassword(toTarget.target(target)));
    }

    private static String seed() {
        return "-Dcrash.seed=" + SEED;
    }
}
