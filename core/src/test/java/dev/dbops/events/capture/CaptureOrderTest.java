package dev.dbops.events.capture;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The log has the changes of a row in their order, also if one statement causes others. */
class CaptureOrderTest {
    /** The result of the log; the same as the table. */
    private static void assertLogLeadsToTable(CaptureDatabase db, String table) {
        assertThat(db.rows("""
            SELECT after FROM (
                SELECT DISTINCT ON (key) op, after FROM dbops.event_log WHERE table_name = '%s' ORDER BY key, seq DESC
            ) AS last WHERE op <> 'd' ORDER BY after::text
            """.formatted(table)))
                .isEqualTo(
                        db.rows("SELECT to_jsonb(t) AS row FROM %s AS t ORDER BY to_jsonb(t)::text".formatted(table)));
    }

    @ParameterizedTest
    @ValueSource(ints = {13, 15, 17, 18})
    void aTableThatRefersToItselfCascadesAfterTheStatement(int major) {
        try (var db = new CaptureDatabase(major)) {
            db.run("CREATE TABLE t (id int PRIMARY KEY, parent int REFERENCES t ON UPDATE CASCADE ON DELETE CASCADE)")
                    .install("t");

            db.run("INSERT INTO t VALUES (1, NULL), (2, 1), (3, 2)").run("UPDATE t SET id = id + 10");
            assertLogLeadsToTable(db, "t");
            assertThat(db.events())
                    .startsWith(
                            "c {\"id\": 1} {\"id\": 1, \"parent\": null}",
                            "c {\"id\": 2} {\"id\": 2, \"parent\": 1}",
                            "c {\"id\": 3} {\"id\": 3, \"parent\": 2}",
                            "d {\"id\": 1}",
                            "c {\"id\": 11} {\"id\": 11, \"parent\": null}",
                            "d {\"id\": 2}",
                            "c {\"id\": 12} {\"id\": 12, \"parent\": 1}",
                            "d {\"id\": 3}",
                            "c {\"id\": 13} {\"id\": 13, \"parent\": 2}",
                            "u {\"id\": 12} {\"id\": 12, \"parent\": 11}",
                            "u {\"id\": 13} {\"id\": 13, \"parent\": 12}")
                    .hasSize(11);

            db.run("DELETE FROM t WHERE id = 11");
            assertLogLeadsToTable(db, "t");
            assertThat(db.keys()).endsWith("t d {\"id\": 11}", "t d {\"id\": 12}", "t d {\"id\": 13}");
        }
    }

    /** The statement trigger of the UPDATE fires before the triggers for the rows of the INSERT. */
    @ParameterizedTest
    @ValueSource(ints = {13, 15, 17, 18})
    void aTriggerThatChangesRowsBetweenThePartsOfAStatementLeadsToItsTable(int major) {
        try (var db = new CaptureDatabase(major)) {
            db.run("""
                CREATE TABLE t (id int PRIMARY KEY, rank int, doc text, at point);
                CREATE FUNCTION tidy() RETURNS trigger LANGUAGE plpgsql AS $$
                BEGIN
                    IF pg_trigger_depth() = 1 THEN
                        UPDATE t SET rank = id % 7 WHERE rank > 100;
                        UPDATE t SET id = id + 1000 WHERE rank = 99 AND id < 1000;
                        DELETE FROM t WHERE rank < 0;
                    END IF;
                    RETURN NULL;
                END $$;
                CREATE TRIGGER "A first" AFTER INSERT OR UPDATE OR DELETE ON t
                    FOR EACH STATEMENT EXECUTE FUNCTION tidy();
                """).install("t");
            db.run("INSERT INTO t VALUES (1, 1, '{}', '(1, 1)'), (2, 2, NULL, NULL)");

            for (var first : List.of(
                    "UPDATE t SET rank = 3 WHERE id = 1",
                    "UPDATE t SET rank = 3 WHERE false",
                    "DELETE FROM t WHERE id = 2",
                    "DELETE FROM t WHERE false")) {
                db.run("DELETE FROM t; INSERT INTO t VALUES (1, 1, '{}', '(1, 1)'), (2, 2, NULL, NULL)");
                db.run("""
                    WITH u AS (%s RETURNING 1),
                         i AS (INSERT INTO t VALUES (25, 101, '{"a":  1}', NULL), (0, -1, NULL, NULL),
                                 (38, 0, NULL, '(3, 8)'), (40, 99, NULL, NULL))
                    SELECT count(*) FROM u
                    """.formatted(first));
                assertThat(db.rows("SELECT id, rank FROM t WHERE id > 2 ORDER BY id"))
                        .containsExactly("25|4", "38|0", "1040|99");
                assertLogLeadsToTable(db, "t");
            }
            db.run("WITH i AS (INSERT INTO t VALUES (50, 5) RETURNING 1), u AS (UPDATE t SET rank = CASE id WHEN 1"
                    + " THEN 101 ELSE -1 END WHERE id IN (1, 38)) SELECT count(*) FROM i");
            assertThat(db.rows("SELECT id, rank FROM t ORDER BY id"))
                    .containsExactly("1|1", "2|2", "25|4", "50|5", "1040|99");
            assertLogLeadsToTable(db, "t");
        }
    }

    /** The triggers of the parts of a statement fire in another order than the parts have changed the rows. */
    @ParameterizedTest
    @ValueSource(ints = {13, 15, 17, 18})
    void aStatementWithPartsLeadsToItsTable(int major) {
        try (var db = new CaptureDatabase(major)) {
            db.run("""
                CREATE TABLE t (id int PRIMARY KEY, "odd %s" text);
                CREATE TABLE pair (a int, "b %s" text, j json, PRIMARY KEY ("b %s", a));
                """).install("t", "pair");
            db.run("INSERT INTO t SELECT n, 'x' FROM generate_series(1, 90) AS n; INSERT INTO pair VALUES (1, 'x',"
                    + " '{}')");

            db.run("WITH d AS (DELETE FROM t WHERE id < 3 RETURNING id) INSERT INTO t SELECT id, 'again' FROM d");
            assertLogLeadsToTable(db, "t");
            db.run("WITH d AS (DELETE FROM t RETURNING id) INSERT INTO t SELECT id, 'all' FROM d");
            assertLogLeadsToTable(db, "t");
            db.run("WITH u AS (UPDATE t SET id = 1001 WHERE id = 1 RETURNING 1) INSERT INTO t SELECT 1, 'new' FROM u");
            assertLogLeadsToTable(db, "t");
            db.run("WITH d AS (DELETE FROM t WHERE id = 2 RETURNING id) UPDATE t SET id = 2 WHERE id = 3 AND EXISTS"
                    + " (SELECT FROM d)");
            assertLogLeadsToTable(db, "t");
            db.run("WITH d AS (DELETE FROM pair RETURNING *), u AS (UPDATE t SET id = 5000 WHERE id = 4 RETURNING id)"
                    + " INSERT INTO pair SELECT a, \"b %s\", '{\"a\": 1,  \"a\": 2}' FROM d, u");
            assertThat(db.rows("SELECT after ->> 'j' FROM dbops.event_log WHERE table_name = 'pair' ORDER BY seq DESC"
                            + " LIMIT 1"))
                    .containsExactly("{\"a\": 1,  \"a\": 2}");
            assertThat(db.rows("SELECT op FROM dbops.event_log WHERE table_name = 'pair' ORDER BY seq DESC LIMIT 1"))
                    .containsExactly("c");
        }
    }

    /** The snapshot of the transaction still shows the row that another transaction has deleted. */
    @ParameterizedTest
    @ValueSource(ints = {13, 15, 17, 18})
    void aRowThatAnotherTransactionHasDeletedIsNotLoggedAgain(int major) {
        try (var db = new CaptureDatabase(major);
                var writer = db.connect()) {
            db.run("""
                CREATE TABLE t (id int PRIMARY KEY, note text);
                CREATE TABLE tidied (id int PRIMARY KEY, note text);
                CREATE FUNCTION tidy() RETURNS trigger LANGUAGE plpgsql AS $$
                BEGIN
                    IF pg_trigger_depth() = 1 THEN
                        UPDATE tidied SET note = 'tidy' WHERE note = 'other';
                        DELETE FROM tidied WHERE note = 'new';
                    END IF;
                    RETURN NULL;
                END $$;
                CREATE TRIGGER "A first" AFTER INSERT OR UPDATE OR DELETE ON tidied
                    FOR EACH STATEMENT EXECUTE FUNCTION tidy();
                """).install("t", "tidied");
            for (var table : List.of("t", "tidied")) {
                db.run("INSERT INTO %s VALUES (1, 'old'), (2, 'old'), (3, 'old')".formatted(table));
                writer.executeAsIs("BEGIN ISOLATION LEVEL REPEATABLE READ; SELECT count(*) FROM " + table);

                db.run("DELETE FROM %s WHERE id < 3".formatted(table));
                writer.executeAsIs("INSERT INTO %s VALUES (1, 'new'), (2, 'other')".formatted(table));
                writer.executeAsIs("""
                    WITH d AS (DELETE FROM %1$s WHERE note IN ('new', 'other', 'tidy') RETURNING id),
                         u AS (UPDATE %1$s SET note = 'written' WHERE id = 3 RETURNING 1),
                         i AS (INSERT INTO %1$s VALUES (10, 'new'), (11, 'other') RETURNING 1)
                    SELECT count(*) FROM d, u, i
                    """.formatted(table));
                writer.executeAsIs("COMMIT");

                assertLogLeadsToTable(db, table);
            }
        }
    }

    /** Nothing is logged twice for statements that follow each other. */
    @Test
    void statementsThatFollowEachOtherAreLoggedOnce() {
        try (var db = new CaptureDatabase(17)) {
            db.run("CREATE TABLE t (id int PRIMARY KEY, n int)").install("t");

            db.run("INSERT INTO t VALUES (1, 1), (2, 2); UPDATE t SET n = 3; UPDATE t SET id = id + 10; DELETE FROM t;"
                    + " INSERT INTO t VALUES (2, 2); DELETE FROM t WHERE id = 2; INSERT INTO t VALUES (9, 9)");

            assertThat(db.rows("SELECT string_agg(op::text, '' ORDER BY seq) FROM dbops.event_log"))
                    .containsExactly("ccuudcdcddcdc");
            assertLogLeadsToTable(db, "t");
        }
    }

    /** A renamed key column does not fail the statement. */
    @Test
    void aStatementWithPartsWritesAlsoIfTheKeyWasRenamed() {
        try (var db = new CaptureDatabase(17)) {
            db.run("CREATE TABLE t (id int PRIMARY KEY)").install("t");
            db.run("INSERT INTO t VALUES (1); ALTER TABLE t RENAME id TO number");

            db.run("WITH d AS (DELETE FROM t RETURNING number) INSERT INTO t SELECT number FROM d");

            assertThat(db.rows("SELECT number FROM t")).containsExactly("1");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"ROW", "STATEMENT"})
    void aTriggerThatChangesTheRowsAgainComesAfterThem(String level) {
        try (var db = new CaptureDatabase(17)) {
            db.run("""
                CREATE TABLE t (id int PRIMARY KEY, n int);
                CREATE FUNCTION again() RETURNS trigger LANGUAGE plpgsql AS $$
                BEGIN
                    UPDATE t SET n = n + 1;
                    RETURN NULL;
                END $$;
                CREATE TRIGGER a_first AFTER INSERT ON t FOR EACH %s EXECUTE FUNCTION again()
                """.formatted(level)).install("t");

            db.run("INSERT INTO t VALUES (1, 0), (2, 0)").run("INSERT INTO t VALUES (3, 0)");

            assertLogLeadsToTable(db, "t");
            assertThat(db.keys())
                    .startsWith("t c {\"id\": 1}", "t c {\"id\": 2}", "t u {\"id\": 1}", "t u {\"id\": 2}");
            assertThat(db.keys()).filteredOn(key -> key.contains(" c ")).hasSize(3);
        }
    }

    @Test
    void aRowThatTwoForeignKeysChangeHasBothChanges() {
        try (var db = new CaptureDatabase(17)) {
            db.run("""
                CREATE TABLE person (id int PRIMARY KEY);
                CREATE TABLE friends (
                    a int REFERENCES person ON UPDATE CASCADE, b int REFERENCES person ON UPDATE CASCADE,
                    PRIMARY KEY (a, b));
                CREATE TABLE note (
                    id int PRIMARY KEY,
                    author int REFERENCES person ON UPDATE CASCADE ON DELETE SET NULL,
                    editor int REFERENCES person ON UPDATE CASCADE ON DELETE SET NULL)\
                """).install("person", "friends", "note");
            db.run("INSERT INTO person VALUES (1), (2)")
                    .run("INSERT INTO friends VALUES (1, 2)")
                    .run("INSERT INTO note VALUES (1, 1, 2)");

            db.run("UPDATE person SET id = id + 10");
            assertLogLeadsToTable(db, "friends");
            assertLogLeadsToTable(db, "note");
            assertLogLeadsToTable(db, "person");

            db.run("DELETE FROM friends").run("DELETE FROM person");
            assertLogLeadsToTable(db, "note");
            assertThat(db.events()).endsWith("u {\"id\": 1} {\"id\": 1, \"author\": null, \"editor\": null}");
        }
    }

    @Test
    void anInsertThatWasRolledBackToASavepointLeavesNothing() {
        try (var db = new CaptureDatabase(17)) {
            db.run("CREATE TABLE t (id int PRIMARY KEY, parent int REFERENCES t ON DELETE CASCADE)")
                    .install("t");

            db.run("""
                BEGIN; INSERT INTO t VALUES (1); SAVEPOINT s; INSERT INTO t VALUES (2), (3); ROLLBACK TO s;
                INSERT INTO t VALUES (4), (5); COMMIT\
                """);

            assertThat(db.keys()).containsExactly("t c {\"id\": 1}", "t c {\"id\": 4}", "t c {\"id\": 5}");
        }
    }
}
