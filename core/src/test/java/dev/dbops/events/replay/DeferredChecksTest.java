package dev.dbops.events.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dbops.OpsException;
import dev.dbops.target.ConnectionTarget;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Constraints that the source checks at the commit, applied by a role that cannot turn off those of the target: a batch
 * may end where they are violated.
 */
class DeferredChecksTest {
    private static final String TABLES = """
        CREATE TABLE plain (id int PRIMARY KEY, n int);
        CREATE TABLE message (id int PRIMARY KEY, answers int REFERENCES message ON DELETE SET NULL DEFERRABLE INITIALLY DEFERRED);
        CREATE TABLE tree (id int PRIMARY KEY, above int REFERENCES tree ON DELETE CASCADE ON UPDATE CASCADE DEFERRABLE);
        CREATE TABLE strict (id int PRIMARY KEY, other int REFERENCES strict DEFERRABLE);
        CREATE TABLE free (id int PRIMARY KEY, other int DEFAULT 0 REFERENCES free ON DELETE SET DEFAULT DEFERRABLE);
        CREATE TABLE hen (id int PRIMARY KEY, egg int);
        CREATE TABLE egg (id int PRIMARY KEY, hen int REFERENCES hen ON DELETE SET NULL ON UPDATE CASCADE DEFERRABLE);
        ALTER TABLE hen ADD FOREIGN KEY (egg) REFERENCES egg ON DELETE CASCADE DEFERRABLE;
        CREATE TABLE ranked (id int PRIMARY KEY, rank int UNIQUE DEFERRABLE);
        """;

    private static final String[] NAMES = {"plain", "message", "tree", "strict", "free", "hen", "egg", "ranked"};

    /** A session of the source with an open transaction. */
    private static Connection transaction(ReplayedPair pair, String... statements) throws SQLException {
        var session = DriverManager.getConnection(pair.sourceUrl());
        session.setAutoCommit(false);
        run(session, "SET CONSTRAINTS ALL DEFERRED");
        for (var statement : statements) {
            run(session, statement);
        }
        return session;
    }

    private static void run(Connection session, String sql) throws SQLException {
        try (var statement = session.createStatement()) {
            statement.execute(sql);
        }
    }

    private static void commit(Connection session) throws SQLException {
        session.commit();
        session.close();
    }

    private static ReplayedPair pair(int major, int batch) {
        var pair = new ReplayedPair(major).batch(batch).both(TABLES).capture(NAMES);
        pair.inSource("INSERT INTO free VALUES (0, 0)");
        return pair;
    }

    private static void requireEqual(ReplayedPair pair) {
        for (var name : NAMES) {
            var rows = "SELECT * FROM %s ORDER BY 1, 2".formatted(name);
            assertThat(pair.targetRows(rows)).as(name).isEqualTo(pair.sourceRows(rows));
        }
    }

    /** The row is logged before the one that it refers to, which is committed first. Both are in one window. */
    @ParameterizedTest
    @CsvSource({
        "13, 1, false",
        "13, 3, false",
        "15, 2, false",
        "17, 1, false",
        "17, 2, true",
        "17, 3, false",
        "17, 1000, false",
        "17, 4, true",
        "18, 1, false"
    })
    void aRowIsLoggedBeforeTheRowOfAnotherSessionThatItRefersTo(int major, int batch, boolean deadLetters)
            throws SQLException {
        var pair = pair(major, batch);
        if (deadLetters) {
            pair.deadLetters();
        }
        var way = ChangedKeyTest.restricted(pair);
        pair.replay(way);

        for (var table : List.of("message", "tree", "strict", "free")) {
            pair.inSource("INSERT INTO plain SELECT count(*), 0 FROM plain");
            var early = transaction(pair, "INSERT INTO %s VALUES (4, 26)".formatted(table));
            pair.inSource("INSERT INTO %1$s VALUES (24, NULL), (25, NULL); INSERT INTO %1$s VALUES (26, 24), (27, 26)"
                    .formatted(table));
            pair.inSource("INSERT INTO plain SELECT count(*), 0 FROM plain");
            commit(early);
            pair.inSource("DELETE FROM %s WHERE id = 25".formatted(table));
        }
        pair.replay(way);

        requireEqual(pair);
        assertThat(pair.putAside()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"13, 1", "15, 2", "17, 1", "17, 2", "17, 3", "17, 5", "17, 7", "18, 1"})
    void aTransactionMayBeSplitWhereItsConstraintsAreViolated(int major, int batch) throws SQLException {
        var pair = pair(major, batch);
        var way = ChangedKeyTest.restricted(pair);
        pair.inSource("INSERT INTO ranked VALUES (1, 10), (2, 20), (3, 30)").replay(way);

        commit(transaction(
                pair,
                "INSERT INTO hen VALUES (1, 1), (2, 3)",
                "INSERT INTO egg SELECT n, 2 FROM generate_series(1, 3) AS n",
                "UPDATE ranked SET rank = 20 WHERE id = 1",
                "UPDATE ranked SET rank = 30 WHERE id = 2",
                "INSERT INTO tree VALUES (5, 4), (4, 3), (3, 2), (2, 1), (1, 5)",
                "UPDATE ranked SET rank = 10 WHERE id = 3",
                "INSERT INTO strict SELECT n, n % 6 + 1 FROM generate_series(1, 6) AS n"));
        pair.replay(way);
        requireEqual(pair);

        commit(transaction(
                pair,
                "DELETE FROM strict WHERE id IN (2, 4)",
                "UPDATE tree SET id = 6 WHERE id = 1",
                "UPDATE egg SET id = id + 10",
                "UPDATE hen SET egg = egg + 10",
                "UPDATE strict SET other = 6 WHERE id = 1",
                "DELETE FROM egg WHERE id = 13",
                "INSERT INTO strict VALUES (4, 2)",
                "INSERT INTO strict VALUES (2, 4)"));
        pair.replay(way);
        requireEqual(pair);
    }

    /** Neither a table that is emptied nor one with checks that are still to come may be in the way. */
    @ParameterizedTest
    @CsvSource({"13, 1", "17, 1", "17, 2", "17, 1000"})
    void anotherTableIsTruncatedInBetween(int major, int batch) throws SQLException {
        var pair = pair(major, batch);
        var way = ChangedKeyTest.restricted(pair);
        pair.inSource("INSERT INTO plain VALUES (1, 1), (2, 2); INSERT INTO strict VALUES (1, 1), (2, 1)")
                .replay(way);

        var early = transaction(pair, "INSERT INTO message VALUES (4, 26)");
        pair.inSource("TRUNCATE plain; INSERT INTO plain VALUES (3, 3)");
        pair.inSource("INSERT INTO message VALUES (26, NULL)");
        commit(early);
        commit(transaction(pair, "UPDATE message SET answers = 4", "INSERT INTO plain VALUES (4, 4)"));
        pair.inSource(
                "TRUNCATE message, strict; INSERT INTO message VALUES (1, NULL), (2, 1); INSERT INTO strict VALUES (7,"
                        + " 7)");
        pair.replay(way);

        requireEqual(pair);
    }

    /** The session is ended when it has applied a part of the window. */
    @Test
    void aWindowThatWasBegunIsBegunAgainAfterACrash() throws Exception {
        var pair = pair(17, 1);
        var way = ChangedKeyTest.restricted(pair);
        pair.replay(way);
        pair.inTarget("""
            CREATE SEQUENCE times;
            GRANT ALL ON SEQUENCE times TO key_changer;
            CREATE FUNCTION crash() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN
                IF nextval('times') < 3 THEN
                    PERFORM pg_terminate_backend(pg_backend_pid());
                END IF;
                RETURN NULL;
            END $$;
            CREATE TRIGGER crash AFTER INSERT ON message FOR EACH ROW WHEN (new.id = 20) EXECUTE FUNCTION crash();
            """);
        commit(transaction(
                pair,
                "INSERT INTO plain VALUES (1, 1)",
                "INSERT INTO message SELECT n, n + 1 FROM generate_series(1, 39) AS n",
                "INSERT INTO message VALUES (40, 1)",
                "UPDATE plain SET n = n + 1"));

        List<Throwable> failures = new CopyOnWriteArrayList<>();
        var follower = pair.follow(pair.source(), way, failures);
        while (failures.isEmpty() && pair.targetRows("SELECT FROM message").size() < 40) {
            Thread.onSpinWait();
        }
        follower.interrupt();
        follower.join();

        assertThat(failures).isEmpty();
        assertThat(pair.losses()).isEqualTo(2);
        requireEqual(pair);
    }

    /**
     * Of an ON DELETE in the source, the events tell what it did. One in the target would also do it to a row that
     * another session has written before and committed afterwards.
     */
    @ParameterizedTest
    @ValueSource(strings = {"CASCADE", "SET NULL", "SET DEFAULT"})
    void aTargetWhoseKeysHaveNoActionNeedsNone(String action) throws SQLException {
        var pair = new ReplayedPair(17).batch(1000);
        pair.both("CREATE TABLE message (id int PRIMARY KEY, answers int)");
        pair.inSource(
                "ALTER TABLE message ADD FOREIGN KEY (answers) REFERENCES message ON DELETE %1$s".formatted(action)
                        + " ON UPDATE CASCADE DEFERRABLE");
        pair.inTarget("ALTER TABLE message ADD FOREIGN KEY (answers) REFERENCES message DEFERRABLE");
        pair.capture("message");
        var way = ChangedKeyTest.restricted(pair);
        pair.inSource("INSERT INTO message VALUES (1, NULL), (2, 1), (3, 1), (4, NULL), (5, 4)")
                .replay(way);

        var early = transaction(pair, "INSERT INTO message VALUES (10, 1), (11, 4)");
        pair.inSource("DELETE FROM message WHERE id = 1; UPDATE message SET id = 6 WHERE id = 4");
        pair.inSource("INSERT INTO message VALUES (1, NULL), (4, NULL)");
        commit(early);
        pair.replay(way);

        var rows = "SELECT * FROM message ORDER BY id";
        assertThat(pair.targetRows(rows)).contains("10|1", "11|4", "5|6").isEqualTo(pair.sourceRows(rows));
    }

    /** A window that is larger than the memory is applied in parts, and those that wait are taken back. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void anEventThatIsRefusedInALargeWindowStopsTheReplay(boolean deadLetters) throws SQLException {
        var pair = pair(17, 1);
        if (deadLetters) {
            pair.deadLetters();
        }
        var way = ChangedKeyTest.restricted(pair);
        pair.replay(way);
        pair.inTarget("ALTER TABLE plain ADD CHECK (n <> 7)");

        commit(transaction(
                pair,
                "INSERT INTO plain SELECT n, 6 FROM generate_series(1, 9) AS n",
                "INSERT INTO message VALUES (1, 2)",
                "INSERT INTO plain SELECT n, n FROM generate_series(15, 19) AS n",
                "UPDATE plain SET n = 7 WHERE id = 3",
                "INSERT INTO message VALUES (2, 1)"));
        assertThatThrownBy(() -> pair.replay(way))
                .isInstanceOf(OpsException.class)
                .hasMessageContaining("plain_n_check");
        assertThat(pair.targetRows("SELECT * FROM message")).isEmpty();
        assertThat(pair.targetRows("SELECT position FROM dbops.checkpoint"))
                .isEqualTo(pair.sourceRows("SELECT position FROM dbops.consumer"));

        pair.inTarget("ALTER TABLE plain DROP CONSTRAINT plain_n_check").replay(way);
        requireEqual(pair);
        assertThat(pair.putAside()).isEmpty();
    }

    /** Rows that wait for later ones must not take the blame. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void theEventThatTheTargetRefusesIsFound(boolean deadLetters) throws SQLException {
        var pair = pair(17, 1000);
        var way = ChangedKeyTest.restricted(pair);
        pair.inSource("INSERT INTO message VALUES (1, NULL), (2, NULL); INSERT INTO plain VALUES (1, 1)")
                .replay(way);
        pair.inTarget("DELETE FROM message WHERE id = 2; ALTER TABLE plain ADD CHECK (n <> 7)");

        var early = transaction(pair, "INSERT INTO message VALUES (4, 26)");
        pair.inSource("INSERT INTO plain VALUES (2, 7), (3, 3)");
        pair.inSource("INSERT INTO message VALUES (5, 1), (6, 2), (7, 5)");
        pair.inSource("INSERT INTO plain VALUES (4, 7), (5, 5)");
        var late = transaction(pair, "INSERT INTO message VALUES (8, 27)");
        pair.inSource("INSERT INTO message VALUES (26, NULL), (27, NULL)");
        commit(early);
        commit(late);

        if (deadLetters) {
            pair.deadLetters().replay(way);
            assertThat(pair.putAside())
                    .satisfiesExactlyInAnyOrder(
                            event -> assertThat(event).contains("plain_n_check"),
                            event -> assertThat(event).contains("plain_n_check"),
                            event -> assertThat(event).contains("message_answers_fkey"));
            assertThat(pair.targetRows("SELECT * FROM message ORDER BY id"))
                    .containsExactly("1|null", "4|26", "5|1", "7|5", "8|27", "26|null", "27|null");
            assertThat(pair.targetRows("SELECT * FROM plain ORDER BY id")).containsExactly("1|1", "3|3", "5|5");
            return;
        }
        requireRefusal(pair, way, "{\"id\": 2}");
        pair.inTarget("ALTER TABLE plain DROP CONSTRAINT plain_n_check");
        requireRefusal(pair, way, "{\"id\": 6}");
        pair.inTarget("INSERT INTO message VALUES (2)").replay(way);
        requireEqual(pair);
    }

    private static void requireRefusal(ReplayedPair pair, ConnectionTarget way, String key) {
        assertThatThrownBy(() -> pair.replay(way))
                .isInstanceOf(OpsException.class)
                .hasMessageContaining(key);
    }
}
