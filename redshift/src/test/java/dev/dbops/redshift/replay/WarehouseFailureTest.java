package dev.dbops.redshift.replay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dbops.OpsException;
import dev.dbops.redshift.standin.StatementTemplate;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Refused values, conflicts with other writers, and lost connections. */
class WarehouseFailureTest {
    private static final String ROWS = "SELECT * FROM item ORDER BY id";

    private final WarehousePair pair = new WarehousePair(17);

    @AfterEach
    void close() {
        pair.close();
    }

    private void item(String columns) {
        pair.inSource("CREATE TABLE item (id int PRIMARY KEY, " + columns + ")").capture("item");
    }

    @Test
    void aTextOfOneByteTooManyIsPutAsideAlone() {
        item("name text");
        pair.deadLetters()
                .inSource("INSERT INTO item SELECT i, repeat('x', CASE i WHEN 7 THEN 65536 ELSE 65535 END) FROM"
                        + " generate_series(1, 12) AS i");

        pair.replay();

        assertThat(pair.putAside())
                .containsExactly("column name of table public.item of the warehouse: the value has 65,536 bytes, and"
                        + " VARCHAR(65535) takes 65,535");
        pair.inSource("DELETE FROM item WHERE id = 7").replay();
        pair.assertSame(ROWS);
    }

    @Test
    void bytesAreCountedAndNotCharacters() {
        item("name varchar(3)");
        pair.inSource("INSERT INTO item VALUES (1, '☃☃☃')").replay();
        pair.assertSame(ROWS);

        pair.inSource("ALTER TABLE item ALTER name TYPE varchar(5)", "INSERT INTO item VALUES (2, '☃☃☃☃☃')");
        var failure = pair.failure();

        assertThat(failure)
                .hasMessageContaining("event ")
                .hasMessageContaining("the value has 15 bytes, and VARCHAR(12) takes 12");
        assertThat(failure.hint()).hasValueSatisfying(hint -> assertThat(hint).contains("give the column more bytes"));
    }

    /** Of a set of rows the warehouse does not say which one it refuses. */
    @Test
    void aRowThatTheWarehouseRefusesIsFoundAndPutAsideAlone() {
        item("doc json");
        pair.deadLetters()
                .inSource("INSERT INTO item SELECT i, '{\"a\": 1}' FROM generate_series(1, 100) AS i")
                .inSource("UPDATE item SET doc = '{\"a\": \"\\u0000\"}' WHERE id = 42");

        pair.replay();

        assertThat(pair.putAside()).containsExactly("JSON parsing error");
        pair.inSource("UPDATE item SET doc = 'null' WHERE id = 42").replay();
        pair.assertSame("SELECT id, doc::jsonb FROM item ORDER BY id");
    }

    @Test
    void aMissingTableIsASentence() {
        item("name text");
        pair.withoutCreating().inSource("INSERT INTO item VALUES (1, 'a')");

        var failure = pair.failure();

        assertThat(failure).hasMessageContaining("the warehouse has no table public.item");
        assertThat(failure.hint()).hasValueSatisfying(hint -> assertThat(hint).contains("--create-tables"));
    }

    @Test
    void anAddedColumnIsFollowed() {
        item("name text");
        pair.inSource("INSERT INTO item VALUES (1, 'a')").replay();
        pair.inSource(
                "INSERT INTO item VALUES (2, 'b')",
                "ALTER TABLE item ADD COLUMN price numeric(5, 2)",
                "UPDATE item SET price = 1.5",
                "INSERT INTO item VALUES (3, 'c', 2.25)");

        pair.replay();

        pair.assertSame(ROWS);
    }

    /** The rows before it are of the same set. */
    @Test
    void aColumnThatIsAddedWithinABatchKeepsItsValues() {
        item("name text");
        pair.inSource("INSERT INTO item VALUES (1, 'a')").replay();
        pair.inSource(
                "INSERT INTO item VALUES (2, 'b')",
                "ALTER TABLE item ADD COLUMN price numeric(5, 2)",
                "INSERT INTO item VALUES (3, 'c', 2.25)");

        pair.replay();

        pair.assertSame(ROWS);
    }

    @Test
    void anAddedColumnWithoutCreatingIsASentence() {
        item("name text");
        pair.inSource("INSERT INTO item VALUES (1, 'a')").replay();
        pair.withoutCreating().inSource("ALTER TABLE item ADD price int", "INSERT INTO item VALUES (2, 'b', 3)");

        assertThat(pair.failure())
                .hasMessageContaining("table public.item of the warehouse has no column price")
                .extracting(failure -> failure.hint().orElseThrow())
                .asString()
                .contains("--create-tables");
    }

    @Test
    void aRenamedColumnStopsWithTheStatementThatRenamesIt() {
        item("name text");
        pair.inSource("INSERT INTO item VALUES (1, 'a')").replay();
        pair.inSource("ALTER TABLE item RENAME name TO title", "INSERT INTO item VALUES (2, 'b')");

        var failure = pair.failure();

        assertThat(failure)
                .hasMessageContaining("has no column title, but has name, which the source lacks: was it renamed?");
        assertThat(failure.hint())
                .hasValueSatisfying(hint -> assertThat(hint)
                        .contains("ALTER TABLE \"public\".\"item\" RENAME COLUMN \"name\" TO \"title\""));
    }

    @Test
    void aKeyThatEndsWithABlankIsRefused() {
        pair.inSource("CREATE TABLE item (id text PRIMARY KEY, n int)").capture("item");
        pair.deadLetters().inSource("INSERT INTO item VALUES ('a', 1), ('a ', 2)");

        pair.replay();

        assertThat(pair.putAside())
                .containsExactly(
                        "column id of the key ends with a blank, which Redshift ignores when it compares texts");
        assertThat(pair.warehouse().rows(ROWS)).containsExactly("a|1");
    }

    @Test
    void namesAreFolded() {
        pair.inSource("CREATE TABLE \"Item?\" (\"Id \"\"x\" int PRIMARY KEY, \"a:b\" text)")
                .capture("\"Item?\"")
                .inSource(
                        "INSERT INTO \"Item?\" VALUES (1, 'a'), (2, 'b')", "DELETE FROM \"Item?\" WHERE \"a:b\" = 'a'");

        pair.replay();

        assertThat(pair.warehouse().gate().refused()).isEmpty();
        assertThat(pair.warehouse().rows("SELECT \"id \"\"x\", \"a:b\" FROM \"item?\""))
                .containsExactly("2|b");
    }

    @Test
    void namesThatDifferInCaseOnlyAreASentence() {
        pair.inSource("CREATE TABLE item (id int PRIMARY KEY, \"A\" int, a int)")
                .capture("item")
                .inSource("INSERT INTO item VALUES (1, 2, 3)");

        assertThat(pair.failure())
                .hasMessageContaining("has two columns a, whose names differ in upper and lower case only");
    }

    @Test
    void aConflictIsTriedAgain() {
        item("name text");
        pair.batch(10).inSource("INSERT INTO item SELECT i, 'x' FROM generate_series(1, 40) AS i");
        pair.warehouse().inject1023(3);
        pair.warehouse().inject1023(StatementTemplate.INSERT_SELECT, 2);

        pair.replay();

        pair.assertSame(ROWS);
    }

    @Test
    void aConflictThatStaysEndsTheReplayWithASentence() {
        item("name text");
        pair.inSource("INSERT INTO item VALUES (1, 'x')").replay();
        pair.inSource("INSERT INTO item VALUES (2, 'y')");
        pair.warehouse().inject1023(StatementTemplate.INSERT_SELECT, 100);

        var failure = pair.failure();
        assertThat(failure).hasMessageContaining("conflict with another transaction (error 1023)");
        assertThat(failure.kind()).isEqualTo(OpsException.Kind.TIMEOUT);
        pair.warehouse().inject1023(StatementTemplate.INSERT_SELECT, 0);
    }

    @Test
    void aCutBeforeOrAfterTheCommitLosesAndRepeatsNothing() {
        pair.inSource("CREATE TABLE line (n int)");
        pair.source().captureInserts("line");
        for (var i = 0; i < 6; i++) {
            pair.inSource("INSERT INTO line SELECT i FROM generate_series(%d, %d) AS i".formatted(i * 10, i * 10 + 9));
            if (i % 2 == 0) {
                pair.warehouse().cutAfterCommit();
            } else {
                pair.warehouse().cutBeforeCommit();
            }
            assertThat(pair.failure().kind()).isEqualTo(OpsException.Kind.UNREACHABLE);
        }

        pair.replay();

        pair.assertSame("SELECT n FROM line ORDER BY n");
    }

    @Test
    void twoConsumersDoNotStallEachOther() throws Exception {
        item("name text");
        pair.inSource("INSERT INTO item SELECT i, 'x' FROM generate_series(1, 2000) AS i")
                .replay();
        pair.inSource("UPDATE item SET name = 'y ' || id", "UPDATE item SET name = 'z ' || id");
        var replays = new ArrayList<Future<?>>();
        try (var threads = Executors.newFixedThreadPool(2)) {
            for (var name : List.of("one", "two")) {
                replays.add(threads.submit(() -> pair.beside(name).batch(100).replay()));
            }
            for (var replay : replays) {
                replay.get();
            }
        }
        pair.assertSame(ROWS);
    }
}
