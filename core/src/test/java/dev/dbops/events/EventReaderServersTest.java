package dev.dbops.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.dbops.OpsException;
import dev.dbops.events.envelope.Json;
import dev.dbops.postgres.Database;
import dev.dbops.target.ConnectionTarget;
import dev.dbops.target.HostPort;
import dev.dbops.target.Origin;
import dev.dbops.testing.TestServer;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Readers beside many writers, and on servers of another kind. */
class EventReaderServersTest {
    private static final int WRITERS = 4;
    private static final int ROWS = 3;
    private static final int TRANSACTIONS = 150;

    @TempDir
    private Path directory;

    private static ConnectionTarget target(EmbeddedPostgres server) {
        return new ConnectionTarget(
                List.of(new HostPort("127.0.0.1", server.getPort())),
                "postgres",
                "postgres",
                Optional.empty(),
                Map.of(),
                new Origin.UrlOption());
    }

    @Test
    void aPreparedTransactionIsReadWhenItIsCommitted() throws Exception {
        try (var server = TestServer.builder(TestServer.CARRIED)
                        .setServerConfig("max_prepared_transactions", "2")
                        .start();
                var log = new TestLog(target(server))) {
            var follower = new Follower(log);
            var writer = log.session();
            writer.begin().update("r", "kept");
            writer.database().execute("PREPARE TRANSACTION 'kept'");
            writer.update("s", "dropped");
            writer.database().execute("PREPARE TRANSACTION 'dropped'");
            log.session().update("r", "meanwhile");
            assertThat(follower.look()).containsExactly("meanwhile");

            log.execute("COMMIT PREPARED 'kept'");
            log.execute("ROLLBACK PREPARED 'dropped'");

            assertThat(follower.look()).containsExactly("kept");
        }
    }

    @Test
    void aStandbyIsRefused() throws IOException {
        var data = directory.resolve("data");
        try (var server = TestServer.builder(TestServer.CARRIED)
                        .setDataDirectory(data)
                        .setCleanDataDirectory(false)
                        .start();
                var log = new TestLog(target(server))) {
            log.session().update("r", "there");
        }
        Files.createFile(data.resolve("standby.signal"));

        try (var standby = TestServer.builder(TestServer.CARRIED)
                        .setDataDirectory(data)
                        .setCleanDataDirectory(false)
                        .start();
                var database = Database.connect(target(standby))) {
            var failure =
                    catchThrowableOfType(OpsException.class, () -> new EventReader(database, EventFilter.all(), 10));

            assertThat(failure.kind()).isEqualTo(OpsException.Kind.REFUSED);
            assertThat(failure).hasMessageStartingWith("the server is a standby");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {13, 15, 17, 18})
    void besideManyWritersEachRowsChangesComeInTheirOrderAndOnce(int major) throws Exception {
        try (var log = TestLog.ofMajor(major)) {
            log.execute("CREATE TABLE counter (id int PRIMARY KEY, value int NOT NULL)");
            log.execute("INSERT INTO counter SELECT i, 0 FROM generate_series(1, %d) i".formatted(ROWS));
            var writing = new ArrayList<CompletableFuture<Void>>();
            for (var writer = 0; writer < WRITERS; writer++) {
                writing.add(writer(log.session(), new Random(writer)));
            }
            var all = CompletableFuture.allOf(writing.toArray(CompletableFuture[]::new));
            var follower = new Follower(log, EventFilter.all(), 5);

            var looks = new AtomicInteger();
            while (!all.isDone()) {
                follower.look();
                looks.incrementAndGet();
            }
            all.get(1, TimeUnit.SECONDS);
            follower.look();

            assertThat(looks).as("looks beside the writers").hasPositiveValue();
            assertThat(valuesByRow(follower)).isEqualTo(committed(log));
        }
    }

    /** Counts rows up as triggers would note it: the row's lock is held when its event is numbered. */
    private static CompletableFuture<Void> writer(TestLog.Session session, Random random) {
        return CompletableFuture.runAsync(() -> {
            try {
                for (var i = 0; i < TRANSACTIONS; i++) {
                    session.begin();
                    if (random.nextBoolean()) {
                        session.takeXid();
                    }
                    for (var row = 1; row <= ROWS; row++) {
                        if (random.nextBoolean()) {
                            count(session, row);
                        }
                    }
                    if (random.nextInt(5) == 0) {
                        session.rollback();
                    } else {
                        session.commit();
                    }
                }
            } catch (java.sql.SQLException e) {
                throw new AssertionError(e);
            }
        });
    }

    private static void count(TestLog.Session session, int row) {
        var value = session.database()
                .query(
                        "UPDATE public.counter SET value = value + 1 WHERE id = ? RETURNING value",
                        result -> result.getString(1),
                        row)
                .getFirst();
        session.update(Integer.toString(row), value);
    }

    private static Map<String, List<Integer>> valuesByRow(Follower follower) {
        var values = new TreeMap<String, List<Integer>>();
        for (var event : follower.events()) {
            values.computeIfAbsent((String) Json.read(event.key()).get("id"), key -> new ArrayList<>())
                    .add(Integer.parseInt(Follower.value(event)));
        }
        return values;
    }

    /** Each row's values, which are 1, 2, 3 ... up to the one that it has. */
    private static Map<String, List<Integer>> committed(TestLog log) {
        var values = new TreeMap<String, List<Integer>>();
        for (var row : log.session().database().query("SELECT id, value FROM public.counter", result ->
                new int[] {result.getInt(1), result.getInt(2)})) {
            var counted = new ArrayList<Integer>();
            for (var value = 1; value <= row[1]; value++) {
                counted.add(value);
            }
            values.put(Integer.toString(row[0]), counted);
        }
        return values;
    }
}
