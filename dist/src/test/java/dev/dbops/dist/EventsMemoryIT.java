package dev.dbops.dist;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dbops.target.ConnectionTarget;
import dev.dbops.target.ConnectionUrl;
import dev.dbops.testing.TestServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A replay needs no more memory than it may have, however much waits for it.
 *
 * <p>In full: {@code -Dmemory.events=5000000} (docs/testing.md).
 */
class EventsMemoryIT {
    private static final String DB_OPS =
            Path.of("target/db-ops/bin/db-ops").toAbsolutePath().toString();

    private static final int EVENTS = Integer.getInteger("memory.events", 400_000);

    /** Rows of 100 KB, which the server packs to a hundredth: a batch of 1,000 of them would be 100 MB. */
    private static final int LARGE = 2_000;

    /** The number of events logged by one statement. */
    private static final int CHUNK = 100_000;

    private static final String HEAP = "-Xmx128m";
    private static final long MOST_KILOBYTES = 300_000;

    private final TestServer server = TestServer.carried();

    @TempDir
    private Path directory;

    private ConnectionTarget source;
    private ConnectionTarget target;

    @BeforeEach
    void logTheEvents() throws Exception {
        source = server.newDatabase();
        target = server.newDatabase();
        for (var database : List.of(source, target)) {
            server.execute(
                    database.database(),
                    "CREATE UNLOGGED TABLE reading (id bigint PRIMARY KEY, at timestamptz, text text)");
        }
        var finished = Finished.run(directory, variables(), List.of(DB_OPS, "triggers-install", "--table", "reading"));
        assertThat(finished.exit()).as(finished.toString()).isZero();
        for (var first = 0; first < EVENTS; first += CHUNK) {
            server.execute(
                    source.database(),
                    "INSERT INTO reading SELECT n, now(), 'the text of reading ' || n FROM generate_series(%d, %d) n"
                            .formatted(first + 1, Math.min(EVENTS, first + CHUNK)));
        }
        server.execute(
                source.database(),
                "UPDATE reading SET text = repeat('a long text ', 8500) WHERE id <= %d".formatted(LARGE));
    }

    @AfterEach
    void giveTheDiskBack() {
        server.execute("postgres", "DROP DATABASE %s WITH (FORCE)".formatted(source.database()));
        server.execute("postgres", "DROP DATABASE %s WITH (FORCE)".formatted(target.database()));
    }

    @Test
    void aReplayIntoADatabaseNeedsNoMoreMemoryThanItMayHave() throws Exception {
        replay("env:target");

        var sum = "SELECT count(*), sum(id), sum(length(text)) FROM reading";
        assertThat(server.rows(target.database(), sum)).isEqualTo(server.rows(source.database(), sum));
    }

    @Test
    void aReplayIntoAFileNeedsNoMoreMemoryThanItMayHave() throws Exception {
        replay("file:events");

        try (var lines = Files.lines(directory.resolve("events"))) {
            assertThat(lines.count()).isEqualTo(EVENTS + LARGE);
        }
    }

    private void replay(String sink) throws Exception {
        var out = directory.resolve("out");
        var err = directory.resolve("err");
        var process = Finished.start(
                directory, variables(), List.of(DB_OPS, "events-replay", "--to", sink, "--name", "memory"), out, err);
        var most = 0L;
        while (!process.waitFor(20, TimeUnit.MILLISECONDS)) {
            most = Math.max(most, peakKilobytes(process));
        }
        assertThat(process.exitValue()).as(Files.readString(err)).isZero();
        System.out.printf("%s: %,d events, %,d kB%n", sink, EVENTS + LARGE, most);
        assertThat(most).isBetween(1L, MOST_KILOBYTES);
    }

    /** The most that was resident at once until now; the launcher has become the JVM. */
    private static long peakKilobytes(Process process) throws IOException {
        try (var lines = Files.lines(Path.of("/proc/" + process.pid() + "/status"))) {
            return lines.filter(line -> line.startsWith("VmHWM:"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                    .findFirst()
                    .orElse(0);
        } catch (NoSuchFileException | UncheckedIOException _) {
            // it has ended since it was looked for
            return 0;
        }
    }

    private Map<String, String> variables() {
        return Map.of(
                "CONNECTION_URL", ConnectionUrl.formatWithPassword(source),
                "TARGET_CONNECTION_URL", ConnectionUrl.formatWithPassword(target),
                "DB_OPS_JAVA_OPTIONS", HEAP);
    }
}
