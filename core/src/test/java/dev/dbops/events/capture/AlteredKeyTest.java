package dev.dbops.events.capture;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dbops.events.Operation;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The key of events after the key of their table was altered, without another triggers-install. */
class AlteredKeyTest {
    private static final String TABLE = "(id int PRIMARY KEY, n int, j jsonb)";

    /** A kind of capture, with functions of its own. */
    private enum Kind {
        STATEMENT(TABLE, List.of(), List.of(), Delivery.NONE, false),
        FULL(TABLE, List.of(), List.of(), Delivery.NONE, true),
        RISKY("(id int PRIMARY KEY, n int, j json)", List.of(), List.of(), Delivery.NONE, false),
        FIRST(TABLE + """
            ;
            CREATE FUNCTION nothing() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NULL; END $$;
            CREATE TRIGGER nothing AFTER INSERT OR UPDATE OR DELETE ON t FOR EACH ROW EXECUTE FUNCTION nothing()\
            """, List.of(), List.of(), Delivery.NONE, false),
        ROW(TABLE + "; CREATE TABLE child () INHERITS (t)", List.of(), List.of(), Delivery.NONE, false),
        PARTITIONED(TABLE + """
            PARTITION BY RANGE (id);
            CREATE TABLE low PARTITION OF t FOR VALUES FROM (0) TO (5);
            CREATE TABLE high (j jsonb, gone int, id int NOT NULL, n int);
            ALTER TABLE high DROP gone;
            ALTER TABLE t ATTACH PARTITION high FOR VALUES FROM (5) TO (1000)\
            """, List.of(), List.of(), Delivery.NONE, true),
        NOTIFIED(TABLE, List.of(), List.of(), new Delivery("changes", "", "Event", false), false),
        COLUMNS(TABLE, List.of("j"), List.of(), Delivery.NONE, false),
        EXCLUDED(TABLE, List.of(), List.of("n"), Delivery.NONE, false);

        private final String table;
        private final CaptureOptions options;

        Kind(String table, List<String> columns, List<String> excluded, Delivery delivery, boolean full) {
            this.table = table;
            this.options = new CaptureOptions(Operation.ALL, columns, excluded, full, "", delivery);
        }

        private CaptureDatabase install(int major) {
            var db = new CaptureDatabase(major);
            db.run("CREATE TABLE t " + table).install(options, "t");
            return db;
        }

        /** The captured columns of a row beside the key, whose n is its id. */
        private String image(String key, int id) {
            return switch (this) {
                case COLUMNS -> "{\"j\": \"1\", %s}".formatted(key);
                case EXCLUDED -> "{\"j\": \"1\", %s}".formatted(key);
                default -> "{\"j\": \"1\", \"n\": %d, %s}".formatted(id, key);
            };
        }
    }

    private static Stream<Arguments> kindsOnServers() {
        return Stream.of(13, 15, 17, 18)
                .flatMap(major -> Stream.of(Kind.values()).map(kind -> Arguments.of(major, kind)));
    }

    @ParameterizedTest
    @MethodSource("kindsOnServers")
    void aRenamedKeyColumnIsFollowed(int major, Kind kind) {
        try (var db = kind.install(major)) {
            db.run("INSERT INTO t SELECT n, n, '1' FROM generate_series(1, 9) AS n; DELETE FROM t WHERE id = 9")
                    .run("ALTER TABLE t RENAME id TO \"%1$s '\"; TRUNCATE dbops.event_log")
                    .run("INSERT INTO t SELECT n, n, '1' FROM generate_series(9, 200) AS n")
                    .run("UPDATE t SET j = '1' WHERE \"%1$s '\" = 7")
                    .run("UPDATE t SET \"%1$s '\" = 300 WHERE \"%1$s '\" = 8")
                    .run("DELETE FROM t WHERE \"%1$s '\" = 7");

            assertThat(db.rows("SELECT op, key, before, after FROM dbops.event_log ORDER BY seq OFFSET 191"))
                    .usingElementComparator(AlteredKeyTest::compareJson)
                    .containsExactly(
                            "c|" + key(200) + "|null|" + kind.image(pair(200), 200),
                            "u|" + key(7) + "|" + before(kind, 7) + "|" + kind.image(pair(7), 7),
                            "d|" + key(8) + "|" + before(kind, 8) + "|null",
                            "c|" + key(300) + "|null|" + kind.image(pair(300), 8),
                            "d|" + key(7) + "|" + before(kind, 7) + "|null");
            assertThat(db.rows("SELECT count(*) FROM dbops.event_log")).containsExactly("196");
        }
    }

    private static String pair(int id) {
        return "\"%%1$s '\": %d".formatted(id);
    }

    private static String key(int id) {
        return "{" + pair(id) + "}";
    }

    private static String before(Kind kind, int id) {
        return kind.options.fullBefore() ? kind.image(pair(id), id) : "null";
    }

    /** The server orders the fields of jsonb by their length. */
    private static int compareJson(String found, String expected) {
        return sorted(found).compareTo(sorted(expected));
    }

    private static String sorted(String line) {
        return Stream.of(line.split("[{}|]|, ")).sorted().toList().toString();
    }

    @ParameterizedTest
    @EnumSource(
            value = Kind.class,
            names = {"STATEMENT", "FIRST", "ROW"})
    void aKeyThatIsReplacedByAnotherIsFollowed(Kind kind) {
        try (var db = kind.install(17)) {
            db.run("""
                INSERT INTO t VALUES (1, 1), (2, 1);
                ALTER TABLE t ADD code text NOT NULL DEFAULT gen_random_uuid();
                UPDATE t SET code = 'c' || id;
                ALTER TABLE t DROP id CASCADE, ADD PRIMARY KEY (code);
                TRUNCATE dbops.event_log\
                """)
                    .run("INSERT INTO t (code) VALUES ('c3')")
                    .run("UPDATE t SET n = NULL WHERE code = 'c1'")
                    .run("DELETE FROM t WHERE code = 'c1'")
                    .run("DELETE FROM t WHERE code = 'c2'");

            assertThat(db.keys())
                    .containsExactly(
                            "t c {\"code\": \"c3\"}",
                            "t u {\"code\": \"c1\"}",
                            "t d {\"code\": \"c1\"}",
                            "t d {\"code\": \"c2\"}");
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = Kind.class,
            names = {"STATEMENT", "FIRST", "ROW", "NOTIFIED"})
    void aTableWithoutAKeyHasEventsWithoutAKey(Kind kind) {
        try (var db = kind.install(17)) {
            db.run("INSERT INTO t VALUES (1, 1), (2, 1); ALTER TABLE t DROP id CASCADE; TRUNCATE dbops.event_log")
                    .run("INSERT INTO t VALUES (NULL)")
                    .run("UPDATE t SET n = NULL")
                    .run("WITH d AS (DELETE FROM t RETURNING j) INSERT INTO t (j) SELECT j FROM d");

            assertThat(db.rows("SELECT op, key, after ->> 'id' FROM dbops.event_log ORDER BY seq"))
                    .hasSize(10)
                    .allMatch(event -> event.endsWith("|null|null"));
            db.run("ALTER TABLE t DROP n, DROP j; INSERT INTO t DEFAULT VALUES");
            assertThat(db.rows("SELECT key, after FROM dbops.event_log ORDER BY seq DESC LIMIT 1"))
                    .containsExactly("null|{}");
        }
    }

    /** A usual way to a larger type: a column is filled, and takes the place of the other. */
    @ParameterizedTest
    @ValueSource(ints = {13, 15, 17, 18})
    void aColumnThatTakesThePlaceOfTheKeyIsTheKey(int major) {
        try (var db = Kind.STATEMENT.install(major)) {
            db.run("""
                INSERT INTO t VALUES (1, 1);
                ALTER TABLE t ADD new_id bigint NOT NULL DEFAULT 0;
                UPDATE t SET new_id = id + 5000000000;
                BEGIN;
                ALTER TABLE t RENAME id TO old_id;
                ALTER TABLE t RENAME new_id TO id;
                ALTER TABLE t DROP CONSTRAINT t_pkey, ADD PRIMARY KEY (id);
                COMMIT;
                TRUNCATE dbops.event_log;
                DELETE FROM t\
                """);

            assertThat(db.keys()).containsExactly("t d {\"id\": 5000000001}");
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = Kind.class,
            names = {"STATEMENT", "ROW"})
    void aKeyOfAnotherTypeHasItsNewText(Kind kind) {
        try (var db = kind.install(17)) {
            db.run("INSERT INTO t VALUES (1, 1); TRUNCATE dbops.event_log")
                    .run("ALTER TABLE t ALTER id TYPE text USING 'x' || id; UPDATE t SET n = 2")
                    .run("ALTER TABLE t ALTER id TYPE text[] USING ARRAY[id]; UPDATE t SET id = '{a}'; DELETE FROM t");

            assertThat(db.keys())
                    .containsExactly(
                            "t u {\"id\": \"x1\"}",
                            "t d {\"id\": [\"x1\"]}",
                            "t c {\"id\": [\"a\"]}",
                            "t d {\"id\": [\"a\"]}");
        }
    }

    /** A session keeps the columns of a row with the plan of a statement. */
    @ParameterizedTest
    @ValueSource(ints = {13, 15, 17, 18})
    void aSessionThatHasWrittenNoticesAlteredColumns(int major) {
        try (var db = Kind.ROW.install(major)) {
            db.run("INSERT INTO t VALUES (1, 1, '1'); UPDATE t SET n = 1; ALTER TABLE t RENAME j TO k;"
                    + " ALTER TABLE t ALTER n TYPE text; TRUNCATE dbops.event_log");

            db.run("UPDATE t SET n = 'x'; INSERT INTO t VALUES (2, 'y', '[2]'); DELETE FROM t WHERE id = 1");

            assertThat(db.rows("SELECT after FROM dbops.event_log ORDER BY seq"))
                    .containsExactly(
                            "{\"k\": 1, \"n\": \"x\", \"id\": 1}", "{\"k\": [2], \"n\": \"y\", \"id\": 2}", "null");
        }
    }

    /** It is a null of the row, and not that of a column that does not exist. */
    @Test
    void aNullInAKeyThatAcceptsNullsIsLogged() {
        try (var db = new CaptureDatabase(17)) {
            db.run("CREATE TABLE t (id int NOT NULL UNIQUE)").install("t");

            db.run("ALTER TABLE t ALTER id DROP NOT NULL; INSERT INTO t VALUES (1), (NULL); DELETE FROM t");

            assertThat(db.keys())
                    .containsExactly("t c {\"id\": 1}", "t c {\"id\": null}", "t d {\"id\": 1}", "t d {\"id\": null}");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {13, 17})
    void aKeyOfSeveralColumnsIsFollowedAsAWhole(int major) {
        try (var db = new CaptureDatabase(major)) {
            db.run("CREATE TABLE t (a int, b text[], PRIMARY KEY (a, b))").install("t");

            db.run("INSERT INTO t VALUES (1, '[2:2]={x}'); ALTER TABLE t RENAME b TO c; DELETE FROM t");

            assertThat(db.keys())
                    .containsExactly("t c {\"a\": 1, \"b\": \"[2:2]={x}\"}", "t d {\"a\": 1, \"c\": \"[2:2]={x}\"}");
        }
    }

    @Test
    void aRowThatAStatementDeletesAndCreatesIsLoggedUnderTheNewName() {
        try (var db = Kind.STATEMENT.install(17)) {
            db.run("INSERT INTO t VALUES (1, 1); ALTER TABLE t RENAME id TO number; TRUNCATE dbops.event_log")
                    .run("WITH d AS (DELETE FROM t RETURNING number) INSERT INTO t SELECT 1, 2 WHERE EXISTS"
                            + " (SELECT FROM d)");

            assertThat(db.keys()).containsExactly("t c {\"number\": 1}", "t d {\"number\": 1}", "t c {\"number\": 1}");
        }
    }

    @Test
    void aTruncatedPartitionHasTheNewNameOfAKeyAlsoIfItsTableWasRenamed() {
        try (var db = Kind.PARTITIONED.install(17)) {
            db.run("INSERT INTO t VALUES (1, 1), (7, 1); ALTER TABLE t RENAME id TO number;"
                    + " ALTER TABLE t RENAME TO renamed; TRUNCATE dbops.event_log; TRUNCATE high");

            assertThat(db.keys()).containsExactly("t d {\"number\": 7}");
        }
    }
}
