package dev.dbops.events.capture;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dbops.events.Operation;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The events that the triggers write into the log. */
class CaptureTest {
    private static final String EVENTS = """
        SELECT e.op, e.key, e.before, e.after
          FROM (SELECT l.seq, 0 AS place, l.op, l.key, l.before, l.after FROM dbops.event_log AS l
                 WHERE l.packed IS NULL AND l.table_name = '%1$s'
                 UNION ALL
                SELECT l.seq, p.place, l.op, coalesce(p.key, jsonb_build_object('id', coalesce(p.after, p.before) -> 'id')),
                       p.before, p.after
                  FROM dbops.event_log AS l, unnest(l.keys, l.befores, l.afters) WITH ORDINALITY AS p (key, before, after, place)
                 WHERE l.packed > 0 AND l.table_name = '%1$s') AS e
         ORDER BY e.seq, e.place
        """;

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
    void aTableHasFunctionsOfItsOwnForAsLongAsItNeedsThem() {
        try (var db = new CaptureDatabase(17)) {
            db.run("CREATE TABLE p (id int PRIMARY KEY, j json) PARTITION BY LIST (id); CREATE TABLE p1 PARTITION OF"
                    + " p DEFAULT");
            db.install(with(true, ""), "p");
            db.run("INSERT INTO p VALUES (1, '[1,  2]')")
                    .run("UPDATE p SET j = '{}'")
                    .run("TRUNCATE p1");
            assertThat(db.rows("SELECT op, before->>'j', after->>'j' FROM dbops.event_log ORDER BY seq"))
                    .containsExactly("c|null|[1,  2]", "u|[1,  2]|{}", "d|{}|null");
            var functions = functionsOfTables(db);
            assertThat(functions).hasSize(2);
            assertThat(functions.getFirst()).startsWith("capture_partition_truncate_");
            assertThat(functions.getLast()).startsWith("capture_row_");

            db.install(
                    new CaptureOptions(Operation.parse("insert"), List.of(), List.of(), false, "", Delivery.NONE), "p");
            assertThat(functionsOfTables(db)).containsExactly(functions.getLast());
            db.run("DROP TABLE p; CREATE TABLE t (id int PRIMARY KEY)").install("t");
            assertThat(functionsOfTables(db)).hasSize(3).doesNotContain(functions.getLast());
        }
    }

    /** As if it had been there when the triggers were installed. */
    @ParameterizedTest
    @CsvSource({
        "15, key, '', ''",
        "17, full, '', ''",
        "18, full, NEW.id > 0, ''",
        "17, full, '', PARTITION BY LIST (id); CREATE TABLE %1$s_1 PARTITION OF %1$s DEFAULT"
    })
    void aColumnThatIsAddedKeepsWhatJsonbWouldLose(int major, String before, String condition, String partitions) {
        var added = "j json, b jsonb, \"l%'\\\" int[], n numeric, tags text[]";
        try (var db = new CaptureDatabase(major)) {
            for (var table : List.of("early", "late")) {
                db.run("CREATE TABLE %s (id int PRIMARY KEY, old jsonb%s) "
                                .formatted(table, table.equals("early") ? ", " + added : "")
                        + partitions.formatted(table));
                var operations = condition.isEmpty() ? "insert,update,delete,truncate" : "insert,update";
                db.install(
                        new CaptureOptions(
                                Operation.parse(operations),
                                List.of(),
                                List.of(),
                                before.equals("full"),
                                condition,
                                Delivery.NONE),
                        table);
                if (table.equals("late")) {
                    db.run("ALTER TABLE late ADD " + added.replace(", ", ", ADD "));
                }
                db.run("""
                    INSERT INTO %1$s
                    SELECT i, '"s"', '[1,  2]', to_jsonb(i::text), '[0:1]={1,2}', 1.50, '{a,b}' FROM generate_series(1, 150) AS i;
                    UPDATE %1$s SET b = 'null', j = '{"a": 1, "a": 2}' WHERE id < 3;
                    UPDATE %1$s SET b = '{"c": []}', tags = NULL;
                    DELETE FROM %1$s WHERE id = 3;
                    TRUNCATE %2$s
                    """.formatted(table, partitions.isEmpty() ? table : table + "_1"));
            }

            var late = db.rows(EVENTS.formatted("late"));
            assertThat(late).isEqualTo(db.rows(EVENTS.formatted("early"))).hasSizeGreaterThan(301);
            assertThat(late.getFirst())
                    .contains(
                            "\"j\": \"[1,  2]\"", "\"b\": \"\\\"1\\\"\"", "\"[0:1]={1,2}\"", "1.50", "[\"a\", \"b\"]");
        }
    }

    /** Names of variables and of fragments, and what would end a literal, in each setting of the session that writes. */
    @ParameterizedTest
    @ValueSource(strings = {"key", "full"})
    void columnsMayHaveAnyName(String before) {
        var others = List.of(
                "found",
                "event",
                "logged",
                "keys",
                "created",
                "weight",
                "dbops_row",
                "dbops_column",
                "image",
                "{key}",
                "%s",
                "$capture$",
                "it's",
                "a\"b",
                "x\\",
                "/*",
                "source_schema");
        try (var db = new CaptureDatabase(17)) {
            var columns = new StringBuilder();
            for (var name : others) {
                columns.append(", ").append(db.database().quoteIdentifier(name)).append(" jsonb DEFAULT '\"s\"'");
            }
            db.run("CREATE TABLE t (tg_table_name int, \"y\\\" int DEFAULT 1%s, PRIMARY KEY (tg_table_name, \"y\\\"))"
                            .formatted(columns))
                    .install(with(before.equals("full"), ""), "t");

            db.run("SET standard_conforming_strings = off; SET escape_string_warning = off")
                    .run("INSERT INTO t SELECT generate_series(1, 150)")
                    .run("UPDATE t SET image = '1', tg_table_name = tg_table_name + CASE WHEN tg_table_name = 150"
                            + " THEN 1 ELSE 0 END")
                    .run("DELETE FROM t")
                    .run("SET standard_conforming_strings = on");

            assertThat(db.rows(
                            "SELECT op, sum(coalesce(packed, 1)), bool_or(packed > 1) FROM dbops.event_log GROUP BY op"
                                    + " ORDER BY op"))
                    .containsExactly("c|151|t", "d|151|t", "u|149|t");
            var first = db.rows("SELECT table_name, key->>'tg_table_name', key->>'y\\', after->>'found', after->>'x\\',"
                    + " after->>'image' FROM dbops.event_log ORDER BY seq LIMIT 1");
            assertThat(first).containsExactly("t|1|1|\"s\"|\"s\"|\"s\"");
            assertThat(db.rows("SELECT afters[50]->>'$capture$' FROM dbops.event_log WHERE packed = 50"))
                    .contains("\"s\"");
        }
    }

    /** A dump has functions by the numbers of the tables that it was made of, and other tables may have these. */
    @Test
    void functionsThatHaveTheNumberOfAnotherTableAreLeftToIt() {
        try (var db = new CaptureDatabase(17)) {
            db.run("CREATE TABLE a (x int PRIMARY KEY); CREATE TABLE b (y int PRIMARY KEY)")
                    .install("a");
            db.run("""
                DO $$ BEGIN
                    EXECUTE replace(pg_get_functiondef(format('dbops.capture_insert_%s', 'a'::regclass::oid)::regproc),
                                    'capture_insert_' || 'a'::regclass::oid, 'capture_insert_' || 'b'::regclass::oid);
                    DROP TRIGGER dbops_capture_insert ON a;
                    EXECUTE format('CREATE TRIGGER dbops_capture_insert AFTER INSERT ON a REFERENCING NEW TABLE AS new_rows'
                                   ' FOR EACH STATEMENT EXECUTE FUNCTION dbops.capture_insert_%s()', 'b'::regclass::oid);
                END $$\
                """);

            db.install("b");
            db.run("INSERT INTO a VALUES (1)").run("INSERT INTO b VALUES (2)");

            assertThat(db.keys()).containsExactly("a c {\"x\": 1}", "b c {\"y\": 2}");
        }
    }

    private static List<String> functionsOfTables(CaptureDatabase db) {
        return db.rows("SELECT proname FROM pg_proc WHERE pronamespace = 'dbops'::regnamespace AND proname ~ '[0-9]$'"
                + " ORDER BY 1");
    }
}
