package dev.dbops.events.capture;

import static org.assertj.core.api.Assertions.assertThat;

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
