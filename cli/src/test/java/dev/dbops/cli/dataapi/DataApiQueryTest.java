package dev.dbops.cli.dataapi;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class DataApiQueryTest extends DataApiProject {
    private static final String ALL_TYPES = """
        CREATE DOMAIN positive AS int CHECK (VALUE > 0);
        CREATE TYPE mood AS ENUM ('sad', 'happy, or so');
        CREATE TYPE pair AS (a int, b text);
        CREATE TABLE everything (
            id bigserial PRIMARY KEY, i2 smallint, i4 int, f4 real, f8 double precision, n numeric, yes boolean,
            t text, v varchar(20), c char(6), "char" "char", na name, bytes bytea, d date, ti time, tz timetz,
            ts timestamp, tstz timestamptz, iv interval, u uuid, j json, jb jsonb, x xml, m money, ip inet,
            net cidr, mac macaddr, b bit(3), vb varbit, p point, bx box, r int4range, mr int4multirange,
            ints int[], texts text[][], dom positive, mo mood, pa pair, oid oid, reg regclass, tsv tsvector);
        INSERT INTO everything VALUES
            (1, -2, 3, 0.1, 1e300, 1234567890.12345678901234567890, true, E'a"b\\\\c, (d)\\n\\t''é😀', 'v', 'c', 'x',
             'name', '\\xdeadbeef', '2024-02-29', '12:34:56.789', '12:34:56+02', '2024-02-29 12:34:56.123456',
             '2024-02-29 12:34:56.123456+00', '1 year 2 mons -3 days 04:05:06.7',
             '00000000-0000-4000-8000-000000000001', '{"a":  1}', '{"a": 1}', '<a/>', 12.34, '10.0.0.1/8',
             '10.0.0.0/8', '08:00:2b:01:02:03', '101', '11', '(1,2)', '(1,1),(0,0)', '[1,5)', '{[1,5)}',
             '{1,NULL,3}', '{{a,"b c"},{"d\\"e",NULL}}', 5, 'happy, or so', '(1,"x, y")', 26, 'pg_class', 'a:1 b:2'),
            (2, NULL, NULL, 'NaN', '-Infinity', 'NaN', false, '', '', '', NULL, NULL, '', 'infinity', NULL, NULL,
             '-infinity', 'infinity', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL,
             'empty', NULL, '{}', '{}', NULL, 'sad', '(,)', NULL, NULL, NULL);
        INSERT INTO everything VALUES (3);
        """;

    private void assertSame(String... args) {
        var expected = both.connected(args);
        var actual = both.run(args);
        assertThat(actual.out()).as(actual.toString()).isEqualTo(expected.out());
        assertThat(withoutServer(actual.err())).as(actual.toString()).isEqualTo(withoutServer(expected.err()));
        assertThat(actual.exitCode()).isEqualTo(expected.exitCode());
    }

    private static String withoutServer(String text) {
        return text.replaceFirst(" on (127.0.0.1:[0-9]+ as postgres|aurora.* as the user of the secret) ", " ");
    }

    @Test
    void rowsOfEveryTypePrintAsOverAConnection() {
        both.postgres().execute(both.database(), ALL_TYPES);
        for (var format : List.of("table", "csv", "json")) {
            assertSame("query", "SELECT * FROM everything ORDER BY id", "-o", format);
        }
        assertSame("query", "SELECT * FROM everything WHERE false");
        assertSame("query", "SELECT 1 AS a, 'x' AS a, NULL, now() - now() AS \"B c\"");
        assertSame("query", "VALUES (1, 'a'), (2, NULL)");
        assertSame("query", "SHOW server_version; SELECT; SELECT 2 -- the end");
        assertSame("query", "WITH t (a) AS (SELECT generate_series(1, 250)) SELECT a, a::text FROM t", "-o", "csv");
        assertSame("query", "SELECT array[1,2,3][1:(SELECT 2)], (array[1,2,3])[i:i] FROM (SELECT 2) AS t(i)");
    }

    @Test
    void parametersAreBoundWithTheTypesThatTheServerInfers() {
        both.postgres()
                .execute(
                        both.database(),
                        "CREATE TYPE mood AS ENUM ('sad', 'happy');"
                                + " CREATE TABLE t (a int, b text, c timestamptz, m mood);"
                                + " INSERT INTO t VALUES (1, 'it''s', '2026-01-02 03:04:05+00', 'sad')");
        assertSame("query", "SELECT * FROM t WHERE a = :a AND b = :b", "-p", "a=1", "-p", "b=it's");
        assertSame("query", "SELECT * FROM t WHERE m = :m AND c < :c", "-p", "m=sad", "-p", "c=2027-01-01", "--object");
        assertSame("query", "SELECT :a IS NULL, :a::text || ':x' AS \":y\"", "-p", "a=1");
        assertSame("query", "SELECT 1 FROM t WHERE a = ANY (:list)", "-p", "list={1,2}", "--value");
        assertSame("query", "SELECT a FROM t WHERE a = :a", "-p", "a=one");
        assertSame("query", "SELECT a FROM t WHERE m = :m", "-p", "m=angry");
        assertSame("query", "SELECT :a AS a", "-p", "a=1");
    }

    @Test
    void errorsHaveTheirCodeAndTheirPlace() {
        assertSame("query", "SELECT 1;\n  SELECT é FROM nothing");
        assertSame("query", "SELECT 1;\n  SELECT 'é😀', x.y FROM pg_class", "-o", "json");
        assertSame("query", "SELECT 1/0", "-o", "json");
        assertSame("query", "SELECT :a::int + nothing", "-p", "a=1");
        assertSame("query", "SELECT FROM WHERE");
        assertSame("query", "WITH a AS (SELECT 1) SELECT b FROM a");
        assertSame("query", "CREATE TABLE t (a int)");
        assertSame("query", "EXPLAIN SELECT * FROM nothing");
    }

    @Test
    void changesAreOneTransaction() {
        both.postgres().execute(both.database(), "CREATE TABLE t (id serial, a int, b text, c timestamptz)");
        assertSame(
                "query",
                "INSERT INTO t (a, b, c) VALUES (1, 'x', '2026-01-02 03:04:05+00'), (2, NULL, NULL) RETURNING a, b, c",
                "--write",
                "-o",
                "json");
        assertSame("query", "UPDATE t SET a = a WHERE a > 1; DELETE FROM t WHERE a = 7", "--write");
        assertSame(
                "query",
                "WITH gone AS (DELETE FROM t WHERE b = 'y' RETURNING *) SELECT count(*) FROM gone",
                "--write",
                "--confirm",
                both.database());
        assertSame("query", "WITH v AS (SELECT 3 AS a) INSERT INTO t (a) SELECT a FROM v RETURNING b, a", "--write");
        assertSame("query", "CREATE TABLE u (a int); CREATE UNIQUE INDEX i ON u (a); DROP TABLE u", "--write");
        assertSame("query", "INSERT INTO t (a) VALUES (9); SELECT 1/0", "--write");
        both.run("query", "INSERT INTO t (a) VALUES (9)", "--write", "--analyze")
                .succeeded();
        assertSame("query", "VACUUM t", "--write");
        assertSame("query", "SELECT a, b, c FROM t ORDER BY a, b");
        assertThat(both.postgres().rows(both.database(), "SELECT count(*) FROM t WHERE a = 9"))
                .containsExactly("0");
    }

    @Test
    void aReadStaysReadOnlyAndARoleStaysSet() {
        both.postgres().execute(both.database(), "CREATE TABLE t (a int)");
        assertSame("query", "SELECT set_config('transaction_read_only', 'off', true)");
        assertSame("query", "SELECT current_user", "--as-role", "pg_monitor");
        assertSame("query", "SELECT * FROM t", "--as-role", "pg_monitor");
        assertThat(both.run("query", "SELECT 1", "--as-role", "nobody")
                        .failed(3)
                        .err())
                .contains("role \"nobody\" does not exist (SQLSTATE 22023)");
        assertSame("query", "EXPLAIN (COSTS OFF) SELECT * FROM t");
        assertSame("query", "SELECT 1 FROM t", "--explain", "-o", "json");
    }
}
