package dev.dbops.events.capture;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dbops.events.Operation;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the triggers write into the log. */
class CaptureTest {
    private static CaptureOptions with(boolean fullBefore, String condition) {
        return new CaptureOptions(Operation.ALL, List.of(), List.of(), fullBefore, condition, Delivery.NONE);
    }

    @ParameterizedTest
    @ValueSource(ints = {13, 15, 17, 18})
    void everyChangeOfARowIsAnEvent(int major) {
        try (var db = new CaptureDatabase(major)) {
            db.run("CREATE TABLE t (id int PRIMARY KEY, name text)").install("t");

            db.run("INSERT INTO t VALUES (1, 'one'), (2, 'two')")
                    .run("UPDATE t SET name = upper(name)")
                    .run("UPDATE t SET id = 3 WHERE id = 1")
                    .run("DELETE FROM t WHERE id = 2")
                    .run("TRUNCATE t");

            assertThat(db.events())
                    .containsExactly(
                            "c {\"id\": 1} {\"id\": 1, \"name\": \"one\"}",
                            "c {\"id\": 2} {\"id\": 2, \"name\": \"two\"}",
                            "u {\"id\": 1} {\"id\": 1, \"name\": \"ONE\"}",
                            "u {\"id\": 2} {\"id\": 2, \"name\": \"TWO\"}",
                            "d {\"id\": 1}",
                            "c {\"id\": 3} {\"id\": 3, \"name\": \"ONE\"}",
                            "d {\"id\": 2}",
                            "t");
            assertThat(db.rows("SELECT DISTINCT schema_name || '.' || table_name FROM dbops.event_log"))
                    .containsExactly("public.t");
            assertThat(db.rows("SELECT count(*) FROM dbops.event_log_default")).containsExactly("0");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {13, 15, 17, 18})
    void aPartitionedTableIsCapturedWhereverItIsWrittenTo(int major) {
        try (var db = new CaptureDatabase(major)) {
            db.run("""
                CREATE TABLE p (id int, part int, PRIMARY KEY (id, part)) PARTITION BY LIST (part);
                CREATE TABLE p1 PARTITION OF p FOR VALUES IN (1);
                CREATE TABLE p2 PARTITION OF p FOR VALUES IN (2)\
                """).install("p");

            db.run("INSERT INTO p VALUES (1, 1), (2, 2)")
                    .run("INSERT INTO p1 VALUES (3, 1)")
                    .run("UPDATE p SET part = 2 WHERE id = 1")
                    .run("TRUNCATE p2")
                    .run("INSERT INTO p2 VALUES (5, 2)")
                    .run("TRUNCATE p");

            assertThat(db.keys())
                    .containsExactly(
                            "p c {\"id\": 1, \"part\": 1}",
                            "p c {\"id\": 2, \"part\": 2}",
                            "p c {\"id\": 3, \"part\": 1}",
                            "p d {\"id\": 1, \"part\": 1}",
                            "p c {\"id\": 1, \"part\": 2}",
                            "p d {\"id\": 2, \"part\": 2}",
                            "p d {\"id\": 1, \"part\": 2}",
                            "p c {\"id\": 5, \"part\": 2}",
                            "p t");
        }
    }

    @Test
    void theOldRowIsKeptWhereThatIsWanted() {
        try (var db = new CaptureDatabase(17)) {
            db.run("CREATE TABLE t (id int PRIMARY KEY, name text)").install(with(true, ""), "t");

            db.run("INSERT INTO t VALUES (1, 'one')")
                    .run("UPDATE t SET name = 'two'")
                    .run("DELETE FROM t");

            assertThat(db.rows("SELECT op, before FROM dbops.event_log ORDER BY seq"))
                    .containsExactly("c|null", "u|{\"id\": 1, \"name\": \"one\"}", "d|{\"id\": 1, \"name\": \"two\"}");
        }
    }

    @Test
    void columnsAreLeftOutButThoseOfTheKey() {
        try (var db = new CaptureDatabase(17)) {
            db.run("CREATE TABLE t (id int PRIMARY KEY, secret text, name text);"
                    + "CREATE TABLE u (id int PRIMARY KEY, secret text, name text)");
            db.install(
                    new CaptureOptions(Operation.ALL, List.of(), List.of("id", "secret"), false, "", Delivery.NONE),
                    "t");
            db.install(new CaptureOptions(Operation.ALL, List.of("name"), List.of(), false, "", Delivery.NONE), "u");

            db.run("INSERT INTO t VALUES (1, 's', 'n')").run("INSERT INTO u VALUES (1, 's', 'n')");

            assertThat(db.events())
                    .containsExactly(
                            "c {\"id\": 1} {\"id\": 1, \"name\": \"n\"}", "c {\"id\": 1} {\"id\": 1, \"name\": \"n\"}");
        }
    }

    @Test
    void aConditionChoosesRows() {
        try (var db = new CaptureDatabase(17)) {
            db.run("CREATE TABLE t (id int PRIMARY KEY, data jsonb)");
            db.install(
                    new CaptureOptions(
                            List.of(Operation.INSERT, Operation.UPDATE),
                            List.of(),
                            List.of(),
                            false,
                            "NEW.data ? 'x'",
                            Delivery.NONE),
                    "t");

            db.run("INSERT INTO t VALUES (1, '{}'), (2, '{\"x\": 1}')");

            assertThat(db.keys()).containsExactly("t c {\"id\": 2}");
        }
    }

    @Test
    void whatJsonbWouldLoseIsKeptAsText() {
        try (var db = new CaptureDatabase(17)) {
            db.run("CREATE TYPE pair AS (a int, b json);"
                    + "CREATE TABLE t (id int PRIMARY KEY, j json, b jsonb, a int[], p pair)");
            db.install("t");

            db.run("INSERT INTO t VALUES (1, '{\"a\":1,  \"a\":2}', 'null', '[0:1]={1,2}', '(1,\"[1, 1]\")')")
                    .run("INSERT INTO t VALUES (2, NULL, NULL, '{1,2}', NULL), (3, '1', '{\"x\": null}', '{}', NULL)")
                    .run("UPDATE t SET b = '\"s\"' WHERE id = 1");

            assertThat(db.rows("SELECT after->>'id', after->'j', after->'b', after->'a', after->'p'"
                            + " FROM dbops.event_log ORDER BY seq"))
                    .containsExactly(
                            "1|\"{\\\"a\\\":1,  \\\"a\\\":2}\"|\"null\"|\"[0:1]={1,2}\"|\"(1,\\\"[1, 1]\\\")\"",
                            "2|null|null|[1, 2]|null",
                            "3|\"1\"|{\"x\": null}|[]|null",
                            "1|\"{\\\"a\\\":1,  \\\"a\\\":2}\"|\"\\\"s\\\"\"|\"[0:1]={1,2}\"|\"(1,\\\"[1, 1]\\\")\"");
        }
    }

    @Test
    void aTableWithColumnsThatAreEncodedHasFunctionsOfItsOwnForAsLongAsItNeedsThem() {
        try (var db = new CaptureDatabase(17)) {
            db.run("CREATE TABLE p (id int PRIMARY KEY, j json) PARTITION BY LIST (id); CREATE TABLE p1 PARTITION OF"
                    + " p DEFAULT");
            db.install(with(true, ""), "p");
            db.run("INSERT INTO p VALUES (1, '[1,  2]')")
                    .run("UPDATE p SET j = '{}'")
                    .run("TRUNCATE p1");
            assertThat(db.rows("SELECT op, before->>'j', after->>'j' FROM dbops.event_log ORDER BY seq"))
                    .containsExactly("c|null|[1,  2]", "u|[1,  2]|{}", "d|{}|null");
            assertThat(functionsOfTables(db)).hasSize(1).allMatch(name -> name.startsWith("capture_row_"));

            db.run("ALTER TABLE p DROP COLUMN j").install("p");
            assertThat(functionsOfTables(db)).isEmpty();
        }
    }

    private static List<String> functionsOfTables(CaptureDatabase db) {
        return db.rows("SELECT proname FROM pg_proc WHERE pronamespace = 'dbops'::regnamespace AND proname ~ '[0-9]$'");
    }
}
