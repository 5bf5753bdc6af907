package dev.dbops.cli.query;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dbops.cli.Cli;
import dev.dbops.target.ConnectionTarget;
import dev.dbops.testing.TestServer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The JSON of rows is that of the server's row_to_json, whoever writes it. */
class QueryJsonTest {
    private static final List<String> VALUES = List.of(
            "(-32768)::int2, 2147483647, (-9223372036854775808)::int8, 4294967295::oid",
            "'NaN'::float4, '-Infinity'::float8, 'Infinity'::float8, 1e-300::float8, 1e20::float8, -0.0::float8,"
                    + " 0.1::float4",
            "'NaN'::numeric, -0.00::numeric, 12345678901234567890123456789.0123456789, 1e-20::numeric, 1e40::numeric",
            "true, false, NULL::bool, NULL::int, NULL::text, NULL::json, NULL::date, NULL::int[], NULL::mood",
            "'', 'text', 'x'::varchar(5), 'x'::char(5), 'name'::name, 'c'::\"char\", ''::\"char\"",
            "(SELECT string_agg(chr(i), '') FROM generate_series(1, 700) AS i), U&'\\+01F600\\2028\\FFFD',"
                    + " repeat('é\"\\', 300000)",
            "'{\"a\":  [1, \"\\u00e9\"]}'::json, '{\"b\": 1.50, \"a\": null}'::jsonb, 'null'::json, '\"x\"'::jsonb",
            "'\\x00ff5c22'::bytea, '550e8400-e29b-41d4-a716-446655440000'::uuid, B'101', B'1'::varbit, 12.5::money",
            "'10.0.0.1/8'::inet, '10.0.0.0/8'::cidr, '08:00:2b:01:02:03'::macaddr, '08:00:2b:01:02:03:04:05'::macaddr8",
            "date '2026-01-02', date 'infinity', date '-infinity', date '0044-03-15 BC', date '12345-06-07'",
            "timestamp '2026-01-02 03:04:05', timestamp '2026-01-02 03:04:05.678901', timestamp 'infinity',"
                    + " timestamp '0001-01-01 00:00 BC', timestamp '123456-01-01 00:00'",
            "timestamptz '2026-01-02 03:04:05+01', timestamptz '-infinity', timestamptz '0044-03-15 12:00+00 BC',"
                    + " timestamptz '1800-01-01 00:00:00+00', timestamptz '2026-07-01 00:00:00.5+00'",
            "time '24:00', timetz '01:02:03.4-05:30', interval '1 year -2 days 03:04:05.6', interval '0'",
            "ARRAY[1, NULL], ARRAY[['a\"', E'b\\n']], '{}'::text[], '[2:3]={1,2}'::int[], ARRAY['{\"a\": 1}'::json]",
            "ARRAY[date '2026-01-02'], ARRAY[timestamptz '2026-01-02 00:00+00'], ARRAY[NULL::bool, true], ARRAY[1.50]",
            "'happy'::mood, ARRAY['happy'::mood], 5::positive, '{1,2}'::numbers, (1, 'x', '2026-01-02')::pair, (1, 'x',"
                    + " NULL)::pair_domain",
            "ROW(1, 'x', ROW(NULL, true)), 1",
            "5::shown, ARRAY[5::shown]",
            "int4range(1, 5), point(1, 2), 'a b'::tsvector, 'pg_class'::regclass, '<a b=\"c\"/>'::xml,"
                    + " '1.2.3'::pg_catalog.text",
            "'16/B374D848'::pg_lsn, '1'::xid, '(0,1)'::tid, current_schemas(false), '$.a'::jsonpath");

    private static final String TYPES = """
        CREATE TYPE mood AS ENUM ('sad', 'happy');
        CREATE DOMAIN positive AS int CHECK (VALUE > 0);
        CREATE DOMAIN numbers AS int[];
        CREATE TYPE pair AS (a int, "b ""q" text, c date);
        CREATE DOMAIN pair_domain AS pair;
        CREATE TYPE shown AS (n int);
        CREATE FUNCTION shown(int) RETURNS shown LANGUAGE sql AS 'SELECT ROW($1)::shown';
        CREATE CAST (int AS shown) WITH FUNCTION shown(int);
        CREATE FUNCTION as_json(shown) RETURNS json LANGUAGE sql AS $$ SELECT '"shown"'::json $$;
        CREATE CAST (shown AS json) WITH FUNCTION as_json(shown);
        """;

    /** Random values of the simple types, and of two that the server writes. */
    private static final String RANDOM = """
        SELECT setseed(0.25);
        CREATE TABLE random_rows AS
        SELECT i AS id,
               CASE WHEN random() < 0.9 THEN (SELECT string_agg(chr(1 + (random() * random() * 500)::int + n % 1), '')
                                                FROM generate_series(1, i % 40) AS n) END AS "te""xt",
               (random() * 1e10)::bigint AS big, random() * 10 ^ (random() * 600 - 300) AS float,
               (random() * 1e6)::numeric(12, 3) AS amount, random() < 0.5 AS flag,
               date '0001-01-01' + (random() * 1e6)::int - 3000 AS born,
               timestamptz '0001-01-01 00:00+00' + random() * interval '3000 years' - interval '10 years' AS at,
               timestamp '2026-01-01' + random() * interval '1 day' AS local,
               decode(md5(i::text), 'hex') AS bytes, md5(i::text)::uuid AS uuid,
               jsonb_build_object('a', random(), 'b', chr(1 + i % 200)) AS details
          FROM generate_series(1, 25000) AS i;
        ALTER TABLE random_rows ADD tags text[];
        UPDATE random_rows SET tags = ARRAY["te""xt", NULL, id::text] WHERE id % 3 = 0;
        """;

    @TempDir
    private Path directory;

    private Cli cli;

    private void pointAt(ConnectionTarget database) {
        cli = new Cli(directory).with(database);
    }

    @BeforeEach
    void pointAtADatabase() {
        pointAt(TestServer.carried().newDatabase());
    }

    private String query(String... words) {
        var all = new ArrayList<>(List.of("query"));
        all.addAll(List.of(words));
        return cli.run(all.toArray(String[]::new)).succeeded().out();
    }

    /** Compares the lines, so that a failure prints one row. */
    private void requireTheServers(String before, String sql) {
        var ours = query("-q", "-o", "json", before + sql);
        var theirs = query(
                "-q",
                "--value",
                before + "SELECT '[' || string_agg(row_to_json(t)::text, E',\\n') || ']' FROM (" + sql + ") AS t");
        assertThat(ours.substring(before.isEmpty() ? 0 : ours.indexOf('\n') + 1)
                        .lines()
                        .toList())
                .as(sql)
                .isEqualTo(theirs.substring(before.isEmpty() ? 0 : theirs.indexOf('\n') + 1)
                        .lines()
                        .toList());
    }

    @ParameterizedTest
    @ValueSource(ints = {13, 15, 17, 18})
    void valuesOfAllTypesAreThoseOfTheServer(int major) {
        pointAt(TestServer.ofMajor(major).newDatabase());
        query("-q", "--write", TYPES);

        for (var values : VALUES) {
            requireTheServers("", "SELECT " + values);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"UTC", "Asia/Kolkata", "America/St_Johns", "Europe/Amsterdam", "Etc/GMT+12"})
    void timesHaveTheZoneOfTheDatabase(String zone) {
        var database = TestServer.carried().newDatabase();
        TestServer.carried()
                .execute("postgres", "ALTER DATABASE %s SET timezone = '%s'".formatted(database.database(), zone));
        pointAt(database);

        requireTheServers(
                "",
                "SELECT timestamptz '1800-01-01 00:00+00' + i * interval '9 months 5 hours' AS a FROM"
                        + " generate_series(1, 400) AS i");
        requireTheServers("", "SELECT timestamptz '0044-03-15 12:00+00 BC', timetz '01:02', '10:00'::time");
    }

    @Test
    void randomRowsAreThoseOfTheServer() {
        query("-q", "--write", RANDOM);

        requireTheServers("", "SELECT * FROM random_rows ORDER BY id");
        requireTheServers("", "SELECT id, \"te\"\"xt\", at, float FROM random_rows ORDER BY id DESC");
    }

    @Test
    void aDatabaseWithoutAnEncodingHasTheTextThatIsUtf8() {
        var server = TestServer.carried();
        server.execute("postgres", "DROP DATABASE IF EXISTS json_ascii");
        server.execute(
                "postgres",
                "CREATE DATABASE json_ascii ENCODING 'SQL_ASCII' LC_COLLATE 'C' LC_CTYPE 'C' TEMPLATE template0");
        pointAt(server.target("json_ascii"));

        requireTheServers("", "SELECT convert_from('\\x220ac3a95c', 'SQL_ASCII') AS a, 'x' AS b");
        assertThat(cli.run("query", "-o", "json", "SELECT convert_from('\\xe9220a', 'SQL_ASCII') AS a")
                        .failed(3)
                        .err())
                .contains("invalid byte sequence");
    }

    @Test
    void anInterruptEndsTheStatementWhileRowsAreWritten() {
        try (var running = cli.start("query", "-o", "json", "SELECT generate_series(1, 100000000) AS i, 'text' AS t")) {
            running.await(now -> now.out().length() > 1_000_000);

            assertThat(running.interrupt().failed(130).err()).contains("\"message\":\"interrupted\"");
        }
    }

    @Test
    void anErrorInALaterRowComesAfterTheRowsBeforeIt() {
        var transcript = cli.run(
                        "query", "-o", "json", "SELECT 1 / (50000 - i) AS a FROM generate_series(1, 60000) AS i")
                .failed(3);

        assertThat(transcript.out()).startsWith("[{\"a\":0},\n");
        assertThat(transcript.err()).contains("division by zero");
    }
}
