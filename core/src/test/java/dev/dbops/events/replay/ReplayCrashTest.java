package dev.dbops.events.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dbops.OpsException;
import dev.dbops.events.Batch;
import dev.dbops.events.EventFilter;
import dev.dbops.events.EventLog;
import dev.dbops.events.EventReader;
import dev.dbops.events.replay.postgres.ApplyWorker;
import dev.dbops.events.replay.postgres.Checkpoints;
import dev.dbops.events.replay.postgres.KeyPartitioner;
import dev.dbops.events.replay.postgres.TargetTables;
import dev.dbops.postgres.Database;
import dev.dbops.testing.CuttingProxy;
import dev.dbops.testing.CuttingProxy.Direction;
import dev.dbops.testing.TestServer;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A replay that is cut off at a certain moment loses nothing and repeats nothing when it resumes. The numbers in the
 * table without a key tell: a lost one is missing, and one that came twice is there twice.
 */
class ReplayCrashTest {
    private static final String TABLES = "CREATE TABLE item (id int PRIMARY KEY, n int); CREATE TABLE line (n int)";

    /** Bytes between one place of a cut and the next; for all of them {@code -Dcrash.step=1} (docs/testing.md). */
    private static final int STEP = Integer.getInteger("crash.step", 2003);

    /** A connection of the pool that is cut at its beginning is opened again; after so many runs without a failure the test ends. */
    private static final int END = 5;

    /** Longer than it takes to look. */
    private static final Duration LONG = Duration.ofSeconds(2);

    private static final String PUT_ASIDE = "SELECT count(*) FROM dbops.dead_letter";

    private static final String WAITING = "SELECT pid FROM pg_stat_activity WHERE datname = current_database()"
            + " AND wait_event_type = 'Lock' AND query LIKE '%dbops.checkpoint%'";

    private final ReplayedPair pair = new ReplayedPair(TestServer.CARRIED)
            .batch(20)
            .both(TABLES)
            .capture("item")
            .captureInserts("line");
    private int lines;

    @ParameterizedTest
    @CsvSource({"1, 3, TO_SERVER", "3, 2, TO_SERVER", "1, 3, TO_CLIENT", "3, 2, TO_CLIENT"})
    void aCutAfterAnyByteLosesNothingAndRepeatsNothing(int workers, int later, Direction direction) {
        try (var link = new CuttingProxy(pair.target())) {
            pair.deadLetters();
            var cuts = 0;
            var uncut = 0;
            for (var bytes = 0; uncut < END; bytes += STEP) {
                write();
                link.cutAfter(bytes, direction);
                if (isCut(workers, link)) {
                    cuts++;
                    uncut = 0;
                } else {
                    uncut++;
                }

                pair.workers(later).replay();

                assertSame("after " + bytes + " bytes " + direction);
            }
            assertThat(cuts).isGreaterThan(4);
            assertThat(pair.sourceRows(PUT_ASIDE))
                    .as("a lost connection is not an error of an event")
                    .containsExactly("0");
        }
    }

    /** The fate of the sessions of a replay that have done all but commit. */
    enum Mishap {
        /** Their processes end. */
        ENDED,
        /** The COMMIT message is lost. */
        COMMIT_LOST,
        /** They have committed, and what says so is lost. */
        ANSWER_LOST
    }

    @ParameterizedTest
    @CsvSource({
        "ENDED, 1, 3",
        "ENDED, 3, 1",
        "COMMIT_LOST, 1, 2",
        "COMMIT_LOST, 3, 3",
        "ANSWER_LOST, 1, 1",
        "ANSWER_LOST, 3, 5"
    })
    void itMayBeUnknownWhetherACommitWasMade(Mishap mishap, int workers, int later) throws Exception {
        pair.workers(workers).replay();
        write();
        try (var link = new CuttingProxy(pair.target());
                var executor = Executors.newSingleThreadExecutor();
                var lock = targetSession()) {
            execute(lock, "LOCK TABLE dbops.checkpoint IN SHARE MODE");
            var replay = executor.submit(() -> isCut(workers, link));
            await(WAITING, workers);
            switch (mishap) {
                case ENDED -> pair.targetRows(WAITING.replace("SELECT pid", "SELECT pg_terminate_backend(pid)"));
                case COMMIT_LOST -> {
                    link.delay(LONG, Duration.ZERO);
                    lock.commit();
                    await(
                            "SELECT FROM pg_stat_activity WHERE datname = current_database()"
                                    + " AND state = 'idle in transaction' AND query LIKE '%dbops.checkpoint%'",
                            workers);
                }
                case ANSWER_LOST -> {
                    link.delay(Duration.ZERO, LONG);
                    var before = pair.targetRows("SELECT min(position) FROM dbops.checkpoint")
                            .getFirst();
                    lock.commit();
                    await("SELECT FROM dbops.checkpoint WHERE position <> '" + before + "'", workers);
                }
            }
            link.cut();
            assertThat(replay.get()).isTrue();
            lock.rollback();
        }

        pair.workers(later).replay();

        assertSame(mishap.toString());
    }

    @ParameterizedTest
    @CsvSource({"0, 3", "1, 1", "2, 5", "0 1, 2", "1 2, 3"})
    void someWorkersMayHaveCommittedAndOthersNot(String committed, int later) {
        pair.workers(3).replay();
        write();
        pair.inSource("TRUNCATE item; INSERT INTO item VALUES (7, 7)");
        for (var batch = 1; batch <= 3; batch++) {
            commitFor(List.of(committed.split(" ")));

            pair.batch(7).rate(150).workers(later).replay();
            assertSame("batch " + batch);
            pair.batch(20).rate(0).workers(3).replay();
            write();
        }
    }

    @Test
    void whatALateWorkerMayNotWriteIsPutAsideAndNothingComesTwice() {
        pair.workers(3).replay();
        write();
        commitFor(List.of("0", "2"));
        pair.inTarget("ALTER TABLE item ADD CHECK (n > 100) NOT VALID");

        pair.deadLetters().workers(2).replay();

        assertThat(pair.putAside()).isNotEmpty();
        assertThat(pair.targetRows("SELECT * FROM line ORDER BY n"))
                .isEqualTo(pair.sourceRows("SELECT * FROM line ORDER BY n"));
    }

    @Test
    void anUnhealthyServerDoesNotPutEventsAside() {
        pair.inTarget("CREATE FUNCTION nap() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN PERFORM pg_sleep(60); END';"
                + "CREATE TRIGGER nap BEFORE INSERT ON item FOR EACH STATEMENT EXECUTE FUNCTION nap();"
                + "ALTER TABLE item ENABLE ALWAYS TRIGGER nap");
        pair.inTarget("ALTER DATABASE " + pair.target().database() + " SET statement_timeout = '300ms'");
        write();

        assertThatThrownBy(() -> pair.deadLetters().replay())
                .isInstanceOf(OpsException.class)
                .hasMessage("canceling statement due to statement timeout");

        assertThat(pair.sourceRows(PUT_ASIDE)).containsExactly("0");
        pair.inTarget("DROP TRIGGER nap ON item").replay();
        assertSame("in the end");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3})
    void theNextReplayWaitsForAnUnfinishedCommit(int workers) throws Exception {
        pair.workers(workers).replay();
        write();
        var end = nextBatch().end();
        try (var executor = Executors.newSingleThreadExecutor();
                var old = targetSession()) {
            // an old session has written the changes of the first batch, and commits; but the server takes its time
            execute(old, "SET session_replication_role = replica");
            execute(old, "INSERT INTO line SELECT n FROM generate_series(1, 10) n");
            execute(old, "INSERT INTO item SELECT n, n FROM generate_series(1, 10) n");
            execute(old, "UPDATE dbops.checkpoint SET position = '" + end + "'");
            var replay = executor.submit(() -> pair.replay());
            await(WAITING, 1);

            old.commit();

            assertThat(replay.get()).isNotNull();
        }
        assertSame("in the end");
    }

    private Batch nextBatch() {
        try (var source = Database.connect(pair.source());
                var target = Database.connect(pair.target())) {
            var log = EventLog.open(source);
            var position =
                    new Checkpoints(log.id(), "test").read(target).getFirst().position();
            return new EventReader(source, EventFilter.all(), 20).next(position);
        }
    }

    /** Does what these workers do with the next batch, and ends before the others commit. */
    private void commitFor(List<String> workers) {
        var batch = nextBatch();
        try (var target = Database.connect(pair.target())) {
            var checkpoints = new Checkpoints(batch.end().log(), "test");
            var reached = checkpoints.read(target);
            var shares = new KeyPartitioner(new TargetTables()).divide(target, batch, reached.size());
            target.executeAsIs("SET session_replication_role = replica");
            for (var checkpoint : reached) {
                if (workers.contains(Integer.toString(checkpoint.worker()))) {
                    target.executeAsIs("BEGIN");
                    new ApplyWorker(false).apply(target, shares.get(checkpoint.worker()));
                    checkpoints.advance(target, checkpoint.worker(), checkpoint.position(), batch.end());
                    target.executeAsIs("COMMIT");
                }
            }
        }
    }

    /** In a transaction that is open. */
    private Connection targetSession() throws SQLException {
        var session = DriverManager.getConnection(pair.targetUrl());
        session.setAutoCommit(false);
        return session;
    }

    private static void execute(Connection session, String sql) throws SQLException {
        try (var statement = session.createStatement()) {
            statement.execute(sql);
        }
    }

    /** Only the server knows how far its sessions are. */
    private void await(String sql, int rows) {
        var deadline = System.nanoTime() + Duration.ofSeconds(60).toNanos();
        while (pair.targetRows(sql).size() != rows) {
            assertThat(System.nanoTime()).as(sql).isLessThan(deadline);
        }
    }

    /** Three batches of changes, with every table in each. */
    private void write() {
        pair.inSource("INSERT INTO line SELECT %d + n FROM generate_series(1, 10) n".formatted(lines));
        pair.inSource("INSERT INTO item SELECT n, n FROM generate_series(1, 20) n"
                + " ON CONFLICT (id) DO UPDATE SET n = item.n + 1");
        pair.inSource("INSERT INTO line SELECT %d + n FROM generate_series(11, 25) n".formatted(lines));
        pair.inSource("DELETE FROM item WHERE id > 100; UPDATE item SET id = id + 100 WHERE id < 10");
        lines += 25;
    }

    private boolean isCut(int workers, CuttingProxy link) {
        try {
            pair.workers(workers).replay(link.target(pair.target()));
            return false;
        } catch (OpsException e) {
            assertThat(e.kind()).isEqualTo(OpsException.Kind.UNREACHABLE);
            return true;
        }
    }

    private void assertSame(String when) {
        for (var rows : List.of("SELECT * FROM item ORDER BY id", "SELECT * FROM line ORDER BY n")) {
            assertThat(pair.targetRows(rows)).as(when).isEqualTo(pair.sourceRows(rows));
        }
    }
}
