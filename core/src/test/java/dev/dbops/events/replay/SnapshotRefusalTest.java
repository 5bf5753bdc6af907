package dev.dbops.events.replay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dbops.events.EventLog;
import dev.dbops.events.NameMap;
import dev.dbops.events.replay.postgres.RetryTarget;
import dev.dbops.events.replay.retry.DeadLetterRetry;
import dev.dbops.postgres.Database;
import dev.dbops.testing.TestServer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Rows of a snapshot that are refused, or that are more than was expected. */
class SnapshotRefusalTest {
    private static final String LETTERS = "SELECT event ->> 'table_name', event -> 'after' FROM dbops.dead_letter";

    private final ReplayedPair pair =
            new ReplayedPair(TestServer.CARRIED).snapshot(100, 2).deadLetters();

    private List<String> retry(NameMap names) throws InterruptedException {
        var outcomes = new ArrayList<String>();
        try (var source = Database.connect(pair.source())) {
            var log = EventLog.open(source);
            try (var target = RetryTarget.open(pair.target(), log)) {
                new DeadLetterRetry(log, target, names, "test")
                        .run(
                                new DeadLetters(log).list("test"),
                                outcome -> outcomes.add(outcome.result() + outcome.reason()));
            }
        }
        return outcomes;
    }

    @Test
    void aRefusedRowIsPutAsideAndAppliedLater() throws Exception {
        var names = new NameMap();
        names.add("public.item=public.thing");
        pair.inSource("CREATE TABLE item (id int PRIMARY KEY, n int); INSERT INTO item VALUES (1, 1), (2, 2), (3, 3)");
        pair.inTarget("CREATE TABLE thing (id int PRIMARY KEY, n int CHECK (n <> 2))");
        pair.map("public.item=public.thing").capture("item").replay();

        assertThat(pair.targetRows("SELECT id FROM thing ORDER BY 1")).containsExactly("1", "3");
        assertThat(pair.sourceRows(LETTERS)).containsExactly("item|{\"n\": 2, \"id\": 2}");

        pair.inTarget("ALTER TABLE thing DROP CONSTRAINT thing_n_check");
        assertThat(retry(names)).containsExactly("APPLIED");
        assertThat(pair.targetRows("SELECT id, n FROM thing ORDER BY 1")).containsExactly("1|1", "2|2", "3|3");
        assertThat(pair.sourceRows(LETTERS)).isEmpty();
    }

    /** It has a greater number than the row, which contains it. */
    @Test
    void anEventThatTheSnapshotShowsIsNoLaterChange() throws Exception {
        pair.both("CREATE TABLE item (id int PRIMARY KEY, n int)").inTarget("ALTER TABLE item ADD CHECK (n <> 2)");
        pair.inSource("INSERT INTO item VALUES (1, 1), (2, 2), (3, 3)").capture("item");
        pair.replay();
        var shown = pair.inSource("UPDATE item SET n = n WHERE id IN (2, 3)")
                .sourceRows(
                        "SELECT split_part(position, '/', 1) || '/' || pg_current_snapshot() FROM dbops.dead_letter")
                .getFirst();
        pair.inSource("UPDATE dbops.dead_letter SET position = '" + shown + "'");
        pair.inTarget("ALTER TABLE item DROP CONSTRAINT item_n_check");

        assertThat(retry(new NameMap())).containsExactly("APPLIED");

        assertThat(pair.targetRows("SELECT id, n FROM item ORDER BY 1")).containsExactly("1|1", "2|2", "3|3");
    }

    @Test
    void aLaterChangeSupersedesTheRow() throws Exception {
        pair.both("CREATE TABLE item (id int PRIMARY KEY, n int)").inTarget("ALTER TABLE item ADD CHECK (n <> 2)");
        pair.inSource("INSERT INTO item VALUES (2, 2)").capture("item").replay();
        pair.inSource("DELETE FROM item");

        assertThat(retry(new NameMap())).singleElement().asString().startsWith("SUPERSEDED");
    }

    /** A table without an order would be read from its beginning again and again. */
    @Test
    void aSnapshotMayTakeLongerThanOtherTransactions() throws Exception {
        var slow = new ReplayedPair(18).snapshot(10, 1).rate(100);
        slow.both("CREATE TABLE line (n int)");
        slow.inSource("INSERT INTO line SELECT n FROM generate_series(1, 300) n;"
                        + "ALTER DATABASE \"%s\" SET transaction_timeout = '1s'"
                                .formatted(slow.source().database()))
                .captureInserts("line");

        slow.replay();

        assertThat(slow.targetRows("SELECT count(*) FROM line")).containsExactly("300");
    }

    /** The statistics do not know them: a table without an order was read again and again. */
    @ParameterizedTest
    @ValueSource(ints = {10_000, 1_000_000})
    void moreRowsThanExpectedAreReadInTheEnd(int rows) throws Exception {
        pair.both("CREATE TABLE line (n int) WITH (autovacuum_enabled = false)").snapshot(rows, 1);
        pair.inSource("INSERT INTO line SELECT n FROM generate_series(1, 100000) n;"
                        + "UPDATE pg_class SET relpages = 1000, reltuples = 1 WHERE relname = 'line'")
                .captureInserts("line");

        var replay = Thread.ofPlatform().daemon().start(pair::replay);

        assertThat(replay.join(Duration.ofSeconds(100))).isTrue();
        assertThat(pair.targetRows("SELECT count(*) FROM line")).containsExactly("100000");
    }
}
