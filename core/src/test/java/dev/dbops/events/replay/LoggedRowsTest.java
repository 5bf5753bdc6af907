package dev.dbops.events.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dbops.BackgroundTask;
import dev.dbops.OpsException;
import dev.dbops.Polling;
import dev.dbops.events.EventRows;
import dev.dbops.events.Operation;
import dev.dbops.events.capture.CaptureOptions;
import dev.dbops.events.capture.Delivery;
import dev.dbops.testing.RandomWriters;
import dev.dbops.testing.TestServer;
import java.sql.DriverManager;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Rows that the log has from the moment when their table's triggers were created. */
class LoggedRowsTest {
    private static final String ITEM = "CREATE TABLE item (id int PRIMARY KEY, n int)";
    private static final String ITEMS = "SELECT id, n FROM item ORDER BY id";
    private static final String LOG =
            "SELECT l.op, e.key, e.after FROM dbops.event_log AS l" + EventRows.UNPACKED + " ORDER BY e.seq";

    private static final int WRITERS = 16;
    private static final int TRANSACTIONS = Integer.getInteger("history.transactions", 150);
    private static final long SEED = Long.getLong("history.seed", System.nanoTime());

    /** Any consumer that begins at the beginning has all rows. */
    @ParameterizedTest
    @ValueSource(ints = {13, 18})
    void noRowIsMissingOrOldWhileSessionsWrite(int major) throws Exception {
        var tables = RandomWriters.TABLES.toArray(String[]::new);
        var pair = new ReplayedPair(major).both(RandomWriters.SCHEMA).workers(2);
        pair.inSource("INSERT INTO plain SELECT n, 0 FROM generate_series(1000, 1999) n;"
                + "INSERT INTO part SELECT n, 0 FROM generate_series(1000, 1999) n");
        var writers = BackgroundTask.start(
                "writers", () -> new RandomWriters(pair.sourceUrl(), SEED).run(WRITERS, TRANSACTIONS));

        // one after the other: writers that wait for one table may have a lock of the next one
        for (var table : tables) {
            pair.captureWithRows(CaptureOptions.DEFAULT, table);
        }

        writers.get();
        pair.replay();
        assertThat(pair.targetRows(RandomWriters.ROWS))
                .as("seed " + SEED)
                .isEqualTo(pair.sourceRows(RandomWriters.ROWS));
        assertThat(pair.differing(tables)).as("seed " + SEED).isEmpty();
    }

    /** Its snapshot must be later than the lock of the table, whatever the session's default is. */
    @ParameterizedTest
    @ValueSource(strings = {"read committed", "repeatable read", "serializable"})
    void aRowOfATransactionThatWasOpenIsThere(String isolation) throws Exception {
        var pair = new ReplayedPair(TestServer.CARRIED).both(ITEM);
        pair.inSource("ALTER DATABASE " + pair.source().database() + " SET default_transaction_isolation = '"
                + isolation + "'");
        try (var writer = DriverManager.getConnection(pair.sourceUrl());
                var statement = writer.createStatement()) {
            writer.setAutoCommit(false);
            statement.execute("INSERT INTO item VALUES (1, 1)");
            var installation =
                    BackgroundTask.start("installation", () -> pair.captureWithRows(CaptureOptions.DEFAULT, "item"));
            var polling = new Polling(Duration.ofSeconds(30), Polling.Pace.SERVER);
            while (pair.sourceRows("SELECT 1 FROM pg_locks WHERE NOT granted").isEmpty()) {
                assertThat(polling.again()).isTrue();
            }
            writer.commit();
            installation.get();
        }

        assertThat(pair.sourceRows(LOG)).containsExactly("r|{\"id\": 1}|{\"n\": 1, \"id\": 1}");
    }

    /** A consumer that has the row from a snapshot of its own gets nothing twice. */
    @Test
    void rowsAreWrittenWhenATableIsCapturedAndNotAgain() {
        var pair = new ReplayedPair(TestServer.CARRIED).both(ITEM + "; CREATE TABLE line (n int)");
        pair.inSource("INSERT INTO item SELECT n, n FROM generate_series(1, 1234) n; INSERT INTO line VALUES (1), (1)");
        var inserts = new CaptureOptions(List.of(Operation.INSERT), List.of(), List.of(), false, "", Delivery.NONE);

        assertThat(pair.captureWithRows(CaptureOptions.DEFAULT, "item", "item"))
                .containsExactly("public.item: 1,234 rows in the log");
        pair.inSource("UPDATE item SET n = 0 WHERE id = 1; DELETE FROM item WHERE id = 2");
        assertThat(pair.captureWithRows(inserts, "line")).containsExactly("public.line: 2 rows in the log");
        assertThat(pair.captureWithRows(CaptureOptions.DEFAULT, "item"))
                .containsExactly("the rows of public.item are not written into the log: it is captured already");

        assertThat(pair.sourceRows("SELECT table_name, op, sum(coalesce(packed, 1)) FROM dbops.event_log GROUP BY 1, 2"
                        + " ORDER BY 1, 2"))
                .containsExactly("item|d|1", "item|r|1234", "item|u|1", "line|r|2");
        pair.replay();
        assertThat(pair.targetRows(ITEMS)).isEqualTo(pair.sourceRows(ITEMS)).hasSize(1233);
        assertThat(pair.targetRows("SELECT n FROM line")).containsExactly("1", "1");

        pair.capture("item").inTarget("TRUNCATE item, line; DROP SCHEMA dbops CASCADE");
        pair.inSource("DELETE FROM dbops.consumer");
        pair.snapshot(100, 2).replay();
        assertThat(pair.targetRows(ITEMS)).isEqualTo(pair.sourceRows(ITEMS));
        assertThat(pair.targetRows("SELECT n FROM line")).containsExactly("1", "1");
    }

    /** The values are those that an insert of the row would have in the log. */
    @Test
    void aRowHasTheKeyAndTheImageOfItsInsert() {
        var pair = new ReplayedPair(TestServer.CARRIED).inSource("""
            CREATE SCHEMA other;
            CREATE DOMAIN other.percent AS numeric;
            CREATE TABLE "a'b{rows}" (
                "Id" bigint, part text, secret text, doc json, meta jsonb NOT NULL, at timestamptz, f float8, p other.percent,
                b bytea, a text[], PRIMARY KEY ("Id", part)
            );
            CREATE TABLE child () INHERITS ("a'b{rows}");
            INSERT INTO child VALUES (9, 'of another table', '', '{}', '{"kept": 1}');
            INSERT INTO "a'b{rows}"
            SELECT n, 'x''y\\z', 's', '{"b":1, "a" : 2}', jsonb_build_object(CASE WHEN n = 3 THEN 'other' ELSE 'kept' END, n),
                   '2026-01-01 00:00:00.123456+00', 'NaN', 1e-30, '\\x00ff', ARRAY['{', NULL]
              FROM generate_series(1, 3) AS n
            """);
        var options = new CaptureOptions(
                List.of(Operation.INSERT), List.of(), List.of("secret"), false, "NEW.meta ? 'kept'", Delivery.NONE);

        assertThat(pair.captureWithRows(options, "\"a'b{rows}\""))
                .containsExactly("public.a'b{rows}: 2 rows in the log");

        pair.inSource("CREATE TEMP TABLE kept AS SELECT * FROM ONLY \"a'b{rows}\";"
                + "DELETE FROM ONLY \"a'b{rows}\"; INSERT INTO \"a'b{rows}\" SELECT * FROM kept");
        var rows = "SELECT l.schema_name, l.table_name, e.key, e.after, l.origin FROM dbops.event_log AS l"
                + EventRows.UNPACKED + " WHERE l.op = '%s' ORDER BY e.key";
        assertThat(pair.sourceRows(rows.formatted("r")))
                .isEqualTo(pair.sourceRows(rows.formatted("c")))
                .hasSize(2);
    }

    @Test
    void aRowThatCannotBeReadLeavesNothingInstalled() {
        var pair = new ReplayedPair(TestServer.CARRIED).both(ITEM);
        pair.inSource("INSERT INTO item VALUES (1, 1), (2, 0)");
        var options = new CaptureOptions(
                List.of(Operation.INSERT), List.of(), List.of(), false, "10 / NEW.n > 1", Delivery.NONE);

        assertThatThrownBy(() -> pair.captureWithRows(options, "item"))
                .isInstanceOf(OpsException.class)
                .hasMessage("table public.item: division by zero; nothing was changed");

        assertThat(pair.sourceRows(LOG)).isEmpty();
        assertThat(pair.sourceRows("SELECT tgname FROM pg_trigger WHERE NOT tgisinternal"))
                .isEmpty();
    }

    @Test
    void aRowThatTheTargetRefusesBecomesADeadLetter() {
        var pair = new ReplayedPair(TestServer.CARRIED)
                .inSource(ITEM)
                .inTarget("CREATE TABLE item (id int PRIMARY KEY, n int CHECK (n <> 7))")
                .deadLetters();
        pair.inSource("INSERT INTO item SELECT n, n FROM generate_series(1, 100) n");
        pair.captureWithRows(CaptureOptions.DEFAULT, "item");

        pair.replay();

        assertThat(pair.putAside()).hasSize(1);
        assertThat(pair.targetRows("SELECT count(*) FROM item")).containsExactly("99");
        assertThat(pair.sourceRows("SELECT d.event ->> 'op', d.event -> 'after', d.event ->> 'xid' = l.xid::text"
                        + " FROM dbops.dead_letter AS d, dbops.event_log AS l"))
                .containsExactly("r|{\"n\": 7, \"id\": 7}|t");
    }
}
