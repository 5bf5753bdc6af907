package dev.dbops.events.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dbops.BackgroundTask;
import dev.dbops.OpsException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A replay that commits whole transactions of the source. */
class AtomicReplayTest {
    private static final String TABLES = """
        CREATE TABLE account (id int PRIMARY KEY, balance int NOT NULL);
        CREATE TABLE entry (id int PRIMARY KEY, account int NOT NULL, amount int NOT NULL);
        """;

    private static final String TOTALS =
            "SELECT coalesce(sum(balance), 0), (SELECT coalesce(sum(amount), 0) FROM entry) FROM account";

    /** The total is a thousand after each transaction, and that of the entries is zero. */
    @Test
    void noReaderSeesAPartOfATransaction() throws Exception {
        var pair = new ReplayedPair(17).batch(3).atomic();
        pair.both(TABLES).capture("account", "entry");
        var random = new Random(15);
        var id = 0;
        pair.inSource("INSERT INTO account SELECT n, 100 FROM generate_series(1, 10) AS n");
        for (var transfer = 0; transfer < 150; transfer++) {
            var from = 1 + random.nextInt(10);
            var to = 1 + random.nextInt(10);
            pair.inSource("""
                BEGIN;
                UPDATE account SET balance = balance - 7 WHERE id = %1$d;
                INSERT INTO entry VALUES (%3$d, %1$d, -7);
                UPDATE account SET balance = balance + 7 WHERE id = %2$d;
                INSERT INTO entry VALUES (%4$d, %2$d, 7);
                COMMIT
                """.formatted(from, to, id++, id++));
            if (transfer == 50) {
                pair.replay();
            }
        }

        assertThat(totalsWhile(pair)).containsExactly("1000|0");

        assertThat(pair.targetRows("SELECT * FROM account ORDER BY id"))
                .isEqualTo(pair.sourceRows("SELECT * FROM account ORDER BY id"));
        assertThat(pair.targetRows("SELECT count(*) FROM entry")).containsExactly("300");
    }

    /** Replays while another session reads the totals. */
    private static Set<String> totalsWhile(ReplayedPair pair) throws Exception {
        var over = new AtomicBoolean();
        var begun = new CountDownLatch(1);
        var reading = BackgroundTask.start("reader", () -> {
            var seen = new HashSet<String>();
            while (!over.get()) {
                seen.addAll(pair.targetRows(TOTALS));
                begun.countDown();
            }
            return seen;
        });
        try {
            assertThat(begun.await(30, TimeUnit.SECONDS)).isTrue();
            pair.replay();
        } finally {
            over.set(true);
        }
        return reading.get();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 100})
    void aRefusedEventTakesTheWholeTransactionBack(int batch) {
        var pair = new ReplayedPair(17).batch(batch).atomic();
        pair.both(TABLES).capture("account", "entry");
        pair.inSource("INSERT INTO account VALUES (1, 10)").replay();
        pair.inTarget("ALTER TABLE entry ADD CHECK (amount < 100)");
        pair.inSource(
                "BEGIN; UPDATE account SET balance = 1; INSERT INTO entry VALUES (1, 1, 1), (2, 1, 2), (3, 1, 300);"
                        + " INSERT INTO account VALUES (2, 20); COMMIT");

        assertThatThrownBy(pair::replay)
                .isInstanceOf(OpsException.class)
                .hasMessageContaining("violates check constraint");

        assertThat(pair.targetRows("SELECT * FROM account")).containsExactly("1|10");
        assertThat(pair.targetRows("SELECT * FROM entry")).isEmpty();
        assertThat(positionInSource(pair)).isEqualTo(pair.targetRows("SELECT position FROM dbops.checkpoint"));

        pair.inTarget("ALTER TABLE entry DROP CONSTRAINT entry_amount_check").replay();
        assertThat(pair.targetRows("SELECT * FROM account ORDER BY id")).containsExactly("1|1", "2|20");
        assertThat(pair.targetRows("SELECT count(*) FROM entry")).containsExactly("3");
    }

    /** The follower knows the tables of an earlier window; those of the next one are altered, and it is not their first. */
    @Test
    void aTableThatWasAlteredBetweenWindowsIsReadAgain() throws Exception {
        var pair = new ReplayedPair(17).batch(1).atomic();
        pair.both(TABLES).capture("account", "entry");
        pair.inSource("INSERT INTO account VALUES (1, 10); INSERT INTO entry VALUES (1, 1, 1)");
        List<Throwable> failures = new CopyOnWriteArrayList<>();
        var follower = pair.follow(pair.source(), pair.target(), failures);
        try {
            awaitEntries(pair, failures, 1);
            pair.both("ALTER TABLE entry ADD note text DEFAULT 'x'");
            pair.inSource("BEGIN; UPDATE account SET balance = 1; INSERT INTO entry VALUES (2, 1, 2, 'y'); COMMIT");
            awaitEntries(pair, failures, 2);
            pair.both("ALTER TABLE entry RENAME note TO remark");
            pair.inSource("BEGIN; UPDATE account SET balance = 2; INSERT INTO entry VALUES (3, 1, 3, 'z'); COMMIT");
            awaitEntries(pair, failures, 3);
        } finally {
            follower.interrupt();
            follower.join();
        }

        assertThat(failures).isEmpty();
        assertThat(pair.losses()).isZero();
        assertThat(pair.targetRows("SELECT * FROM entry ORDER BY id"))
                .isEqualTo(pair.sourceRows("SELECT * FROM entry ORDER BY id"));
    }

    private static void awaitEntries(ReplayedPair pair, List<Throwable> failures, int number) {
        while (failures.isEmpty()
                && !pair.targetRows("SELECT count(*) FROM entry").equals(List.of(Integer.toString(number)))) {
            Thread.onSpinWait();
        }
    }

    private static List<String> positionInSource(ReplayedPair pair) {
        return new ArrayList<>(pair.sourceRows("SELECT position FROM dbops.consumer"));
    }

    /** A replay with several connections that has crashed is completed first, and TRUNCATE is part of a window. */
    @Test
    void itFollowsOneWithSeveralConnections() {
        var pair = new ReplayedPair(17).batch(5).workers(3);
        pair.both(TABLES).capture("account", "entry");
        pair.inSource("INSERT INTO account SELECT n, n FROM generate_series(1, 50) AS n")
                .replay();
        assertThat(pair.targetRows("SELECT count(*) FROM dbops.checkpoint")).containsExactly("3");

        pair.atomic()
                .inSource(
                        "BEGIN; DELETE FROM account WHERE id > 25; TRUNCATE entry; INSERT INTO entry VALUES (1, 1, 1);"
                                + " UPDATE account SET id = id + 100; COMMIT")
                .replay();

        assertThat(pair.targetRows("SELECT count(*) FROM dbops.checkpoint")).containsExactly("1");
        assertThat(pair.targetRows("SELECT * FROM account ORDER BY id"))
                .isEqualTo(pair.sourceRows("SELECT * FROM account ORDER BY id"));
        assertThat(pair.targetRows("SELECT * FROM entry")).containsExactly("1|1|1");
    }
}
