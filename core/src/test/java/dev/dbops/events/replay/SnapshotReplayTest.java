package dev.dbops.events.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dbops.BackgroundTask;
import dev.dbops.OpsException;
import dev.dbops.Polling;
import dev.dbops.events.envelope.Json;
import dev.dbops.testing.CuttingProxy;
import dev.dbops.testing.RandomWriters;
import dev.dbops.testing.TestServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A replay with a snapshot delivers the rows that were there before, and then their changes.
 *
 * <p>More cuts: {@code -Dsnapshot.cuts=50 -Dhistory.transactions=2000} (docs/testing.md).
 */
class SnapshotReplayTest {
    private static final String TABLES = "CREATE TABLE item (id int PRIMARY KEY, n int); CREATE TABLE line (n int)";
    private static final String ITEMS = "SELECT id, n FROM item ORDER BY id";
    private static final String LINES = "SELECT n FROM line ORDER BY n";

    private static final int WRITERS = 16;
    private static final int TRANSACTIONS = Integer.getInteger("history.transactions", 150);
    private static final int CUTS = Integer.getInteger("snapshot.cuts", 5);
    private static final long SEED = Long.getLong("history.seed", System.nanoTime());

    private final List<Throwable> failures = new CopyOnWriteArrayList<>();

    @ParameterizedTest
    @ValueSource(ints = {13, 18})
    void rowsThatWereThereBeforeAreDelivered(int major) {
        var pair = new ReplayedPair(major).both(TABLES).snapshot(100, 2);
        pair.inSource("INSERT INTO item SELECT n, n FROM generate_series(1, 1234) n; ANALYZE item");
        pair.inSource("INSERT INTO line SELECT n FROM generate_series(1, 150) n");
        pair.capture("item").captureInserts("line");
        pair.inSource("UPDATE item SET n = 0 WHERE id % 10 = 0; DELETE FROM item WHERE id % 10 = 1");

        var position = pair.replay();

        assertThat(position.read()).isGreaterThan(10);
        assertSameItems(pair);
        pair.inSource("UPDATE item SET n = -1; INSERT INTO item VALUES (5000, 1); INSERT INTO line VALUES (1)");
        assertThat(pair.replay().read()).isEqualTo(position.read());
        assertSameItems(pair);
    }

    private static void assertSameItems(ReplayedPair pair) {
        assertThat(pair.targetRows(ITEMS)).isEqualTo(pair.sourceRows(ITEMS));
        assertThat(pair.targetRows(LINES)).isEqualTo(pair.sourceRows(LINES));
        assertThat(pair.differing("item", "line")).isEmpty();
    }

    @Test
    void emptyTablesAreReadToo() {
        var pair = new ReplayedPair(TestServer.CARRIED).both(TABLES).snapshot(100, 2);
        pair.capture("item").captureInserts("line");

        assertThat(pair.replay().read()).isEqualTo(2);

        pair.inSource("INSERT INTO item VALUES (1, 1)");
        pair.replay();
        assertSameItems(pair);
    }

    @Test
    void aConsumerThatBeganWithoutASnapshotIsRefused() {
        var pair = new ReplayedPair(TestServer.CARRIED).both(TABLES).capture("item");
        pair.replay();

        assertThatThrownBy(pair.snapshot(100, 1)::replay)
                .isInstanceOf(OpsException.class)
                .hasMessage("consumer \"test\" was begun without --snapshot: rows that were there before were not"
                        + " delivered");
    }

    @Test
    void withoutACapturedTableThereIsNothingToBeginWith() {
        var pair = new ReplayedPair(TestServer.CARRIED).both(TABLES).snapshot(100, 1);

        assertThatThrownBy(pair::replay)
                .isInstanceOf(OpsException.class)
                .hasMessage("no table is captured whose rows could be delivered");
    }

    @Test
    void aRowThatTheTargetRefusesBecomesADeadLetter() {
        var pair = new ReplayedPair(TestServer.CARRIED)
                .inSource("CREATE TABLE item (id int PRIMARY KEY, n int)")
                .inTarget("CREATE SCHEMA app; CREATE TABLE app.item (id int PRIMARY KEY, n int CHECK (n <> 7))")
                .map("public=app")
                .snapshot(100, 1)
                .deadLetters();
        pair.inSource("INSERT INTO item SELECT n, n FROM generate_series(1, 10) n");
        pair.capture("item");

        pair.replay();

        assertThat(pair.putAside()).hasSize(1);
        assertThat(pair.targetRows("SELECT count(*) FROM app.item")).containsExactly("9");
        assertThat(pair.sourceRows("SELECT event ->> 'op', event ->> 'schema_name', event -> 'after', event ->> 'xid'"
                        + " FROM dbops.dead_letter"))
                .containsExactly("r|public|{\"n\": 7, \"id\": 7}|0");
    }

    /** Its rows would be there twice otherwise. */
    @Test
    void aTableThatIsCapturedLaterIsReadWithoutItsEarlierEvents() {
        var pair = new ReplayedPair(TestServer.CARRIED).both(TABLES).snapshot(100, 2);
        pair.inSource("INSERT INTO item SELECT n, n FROM generate_series(1, 234) n");
        pair.capture("item").replay();
        pair.inSource("INSERT INTO line SELECT n FROM generate_series(1, 250) n");
        pair.captureInserts("line");
        pair.inSource("INSERT INTO line SELECT n FROM generate_series(251, 300) n; UPDATE item SET n = 0");

        pair.replay();

        assertSameItems(pair);
    }

    /** A change of that transaction may have a smaller number than the rows. */
    @Test
    void theSnapshotWaitsForAnOlderTransaction() throws Exception {
        var pair = new ReplayedPair(TestServer.CARRIED).both(TABLES).snapshot(100, 1);
        pair.inSource("INSERT INTO item VALUES (1, 1), (2, 2)");
        pair.capture("item");
        try (var executor = Executors.newSingleThreadExecutor();
                var older = DriverManager.getConnection(pair.sourceUrl());
                var statement = older.createStatement()) {
            older.setAutoCommit(false);
            statement.execute("SAVEPOINT s; UPDATE item SET n = 10 WHERE id = 1");
            var replay = executor.submit(() -> pair.replay());
            await(() -> !pair.warnings().isEmpty());
            assertThat(pair.warnings().getFirst())
                    .startsWith("the snapshot waits for an older transaction: process ")
                    .contains("db-ops sessions --terminate");
            older.commit();
            replay.get();
        }

        assertThat(pair.targetRows(ITEMS)).containsExactly("1|10", "2|2");
    }

    /** It waits for a lock of the snapshot, which waits for its lock: the server cannot see that deadlock. */
    @Test
    void theSnapshotGivesWayToASessionThatHoldsALock() throws Exception {
        var pair = new ReplayedPair(TestServer.CARRIED).both(TABLES).snapshot(100, 2);
        pair.inSource("INSERT INTO item VALUES (1, 1); INSERT INTO line VALUES (1)");
        pair.capture("item").captureInserts("line");
        try (var executor = Executors.newSingleThreadExecutor();
                var busy = transaction(pair.targetUrl());
                var other = transaction(pair.sourceUrl())) {
            run(busy, "LOCK TABLE item IN SHARE MODE");
            var replay = executor.submit(() -> pair.replay());
            // the first part waits in the target
            await(() -> !pair.sourceRows("SELECT 1 FROM dbops.snapshot_part").isEmpty());
            run(other, "LOCK TABLE line IN ACCESS EXCLUSIVE MODE");
            busy.commit();
            await(() -> !pair.warnings().isEmpty());
            assertThat(pair.warnings().getFirst())
                    .isEqualTo("a table of the snapshot is locked; another snapshot reads the rest");
            run(other, "SET lock_timeout = '20s'; TRUNCATE item");
            other.commit();
            replay.get();
        }
        pair.replay();

        assertSameItems(pair);
    }

    /** One statement locks the partitions one after the other, and a writer locks them in another order. */
    @Test
    void theServerMayEndAReadingOfTheCatalogToResolveADeadlock() throws Exception {
        var pair = new ReplayedPair(TestServer.CARRIED)
                .both("CREATE TABLE item (id int PRIMARY KEY) PARTITION BY RANGE (id);"
                        + "CREATE TABLE low PARTITION OF item FOR VALUES FROM (0) TO (10);"
                        + "CREATE TABLE high PARTITION OF item FOR VALUES FROM (10) TO (20)")
                .inSource("INSERT INTO item VALUES (1), (11)")
                .capture("item")
                .snapshot(100, 1);
        // the replay looks for deadlocks after the writer waits too
        pair.inSource("ALTER DATABASE " + pair.source().database() + " SET deadlock_timeout = '3s'");
        try (var executor = Executors.newSingleThreadExecutor();
                var writer = transaction(pair.sourceUrl())) {
            run(writer, "SET deadlock_timeout = '5min'; LOCK TABLE high IN ACCESS EXCLUSIVE MODE");
            var replay = executor.submit(() -> pair.replay());
            await(() -> !pair.sourceRows("SELECT 1 FROM pg_locks WHERE NOT granted AND relation = 'high'::regclass")
                    .isEmpty());
            run(writer, "LOCK TABLE low IN ACCESS EXCLUSIVE MODE");
            writer.commit();
            replay.get();
        }

        assertThat(pair.targetRows("SELECT id FROM item ORDER BY id")).containsExactly("1", "11");
    }

    private static Connection transaction(String url) throws SQLException {
        var connection = DriverManager.getConnection(url);
        connection.setAutoCommit(false);
        return connection;
    }

    private static void run(Connection connection, String sql) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static void await(BooleanSupplier condition) throws InterruptedException {
        var polling = new Polling(Duration.ofSeconds(30), Polling.Pace.SERVER);
        while (!condition.getAsBoolean()) {
            assertThat(polling.again()).isTrue();
        }
    }

    @Test
    void aFileHasEachRowOnceWhateverIsCutMeanwhile(@TempDir Path directory) throws Exception {
        var pair = new ReplayedPair(18).both(TABLES).snapshot(20, 3);
        pair.inSource("INSERT INTO item SELECT n, 0 FROM generate_series(1, 3000) n; ANALYZE")
                .capture("item");
        var file = directory.resolve("events");
        try (var link = new CuttingProxy(pair.source())) {
            var random = new Random(SEED);
            var cuts = 0;
            for (var complete = false; !complete; ) {
                // the first one is surely before the end; the last ones are not, or changes could come faster than they
                // go
                if (cuts < 2 * CUTS) {
                    link.cutAfter(
                            30_000 + random.nextInt(cuts == 0 ? 50_000 : 300_000), CuttingProxy.Direction.TO_CLIENT);
                }
                try {
                    pair.replayToFile(link.target(pair.source()), file);
                    complete = true;
                } catch (OpsException e) {
                    cuts++;
                    link.cut();
                }
                pair.inSource("UPDATE item SET n = n + 1 WHERE id % 7 = " + cuts % 7);
            }
            assertThat(cuts).as("seed " + SEED).isPositive();
        }
        pair.replayToFile(pair.source(), file);

        var values = new HashMap<String, Integer>();
        var reads = 0;
        for (var line : Files.readAllLines(file)) {
            var event = Json.read(line);
            var after = (Map<?, ?>) ((Map<?, ?>) event.get("payload")).get("after");
            var n = Integer.parseInt(after.get("n").toString());
            var before = values.put(after.get("id").toString(), n);
            if (event.get("event_type").equals("READ")) {
                reads++;
                assertThat(before).as("a row is read before its changes").isNull();
            } else {
                assertThat(n).as("each change is there once").isEqualTo(before + 1);
            }
        }
        assertThat(reads).isEqualTo(3000);
        assertThat(pair.sourceRows("SELECT sum(n) FROM item"))
                .containsExactly(Integer.toString(
                        values.values().stream().mapToInt(n -> n).sum()));
    }

    /** A cut of the network, again and again, while sixteen sessions write; some of them truncate tables. */
    @ParameterizedTest
    @CsvSource({"13, 1", "18, 4"})
    void rowsAndChangesAreTheSameWhateverIsCutMeanwhile(int major, int workers) throws Exception {
        var pair = new ReplayedPair(major)
                .both(RandomWriters.SCHEMA + ";" + RandomWriters.NUMBERED_SCHEMA)
                .workers(workers)
                .batch(50)
                .snapshot(20, 3);
        pair.inSource("INSERT INTO plain SELECT n, 0 FROM generate_series(1000, 1999) n;"
                + "INSERT INTO part SELECT n, 0 FROM generate_series(1000, 1999) n;"
                + "INSERT INTO pair SELECT n, n, 0 FROM generate_series(1000, 1999) n;"
                + "INSERT INTO numbered SELECT -n FROM generate_series(1, 500) n; ANALYZE");
        new RandomWriters(pair.sourceUrl(), SEED).run(4, 30);
        pair.capture(RandomWriters.TABLES.toArray(String[]::new)).captureInserts(RandomWriters.NUMBERED);
        try (var toSource = new CuttingProxy(pair.source());
                var toTarget = new CuttingProxy(pair.target())) {
            var writers = BackgroundTask.start(
                    "writers",
                    () -> new RandomWriters(pair.sourceUrl(), SEED + 1)
                            .numbering()
                            .run(WRITERS, TRANSACTIONS));
            var follower = pair.follow(toSource.target(pair.source()), toTarget.target(pair.target()), failures);
            new LinkCutter(SEED, failures).cutWhile(writers, () -> pair.losses() >= CUTS, toSource, toTarget);
            follower.interrupt();
            assertThat(follower.join(Duration.ofSeconds(30))).isTrue();
            assertThat(failures).isEmpty();
        }

        pair.replay();

        assertThat(pair.targetRows(RandomWriters.ROWS))
                .as("seed " + SEED)
                .isEqualTo(pair.sourceRows(RandomWriters.ROWS));
        assertThat(pair.targetRows(RandomWriters.NUMBERED_ROWS))
                .as("seed " + SEED)
                .isEqualTo(pair.sourceRows(RandomWriters.NUMBERED_ROWS));
        // all tables of both databases
        assertThat(pair.differing()).as("seed " + SEED).isEmpty();
    }
}
