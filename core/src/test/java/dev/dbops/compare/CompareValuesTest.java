package dev.dbops.compare;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which values are equal, and which differ, between the oldest and the newest server. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CompareValuesTest {
    /** A value of each kind and its neighbours; each differs from all others of its type. */
    private static final List<List<String>> VALUES = List.of(
            List.of("int2", "0", "1", "-1", "32767"),
            List.of("int4", "0", "1", "-1", "65536", "2147483647", "-2147483648"),
            List.of("int8", "0", "1", "-1", "4294967296", "4294967297", "-4294967297", "8589934594", "2"),
            List.of("bool", "true", "false"),
            List.of("uuid", "c0ffee00-1234-5678-9abc-def012345678", "c0ffee00-1234-5678-9abc-def012345679"),
            List.of("date", "2026-11-30", "2026-12-01", "infinity", "-infinity", "0044-03-15 BC", "9999-12-31"),
            List.of(
                    "timestamp",
                    "2026-11-30 00:00:00",
                    // 2^32 microseconds and one bit later: the server's own hash is the same
                    "2026-11-30 01:11:34.967297",
                    "2026-11-30 00:00:00.000001",
                    "2000-01-01 00:00:00",
                    // the first and last of those that are hashed as numbers, and their neighbours
                    "1799-12-31 23:59:59.999999",
                    "1800-01-01 00:00:00",
                    "1800-01-01 00:00:00.000001",
                    "2199-12-31 23:59:59.999998",
                    "2199-12-31 23:59:59.999999",
                    "2200-01-01 00:00:00",
                    "2200-01-01 00:00:00.000001",
                    "9999-12-31 23:59:59.999998",
                    "9999-12-31 23:59:59.999999",
                    "infinity",
                    "-infinity"),
            List.of(
                    "timestamptz",
                    "2026-11-30 00:00:00+00",
                    "2026-11-30 00:00:00.000001+00",
                    "1800-01-01 00:00:00+00",
                    "1800-01-01 00:00:00.000001+00",
                    "2199-12-31 23:59:59.999999+00",
                    "2200-01-01 00:00:00+00",
                    "4713-01-01 BC"),
            List.of("time", "00:00:00", "01:11:34.967297", "24:00:00"),
            List.of("timetz", "00:00:00+00", "01:00:00+01"),
            List.of("interval", "1 day", "24 hours", "1 mon", "30 days", "-1 day"),
            List.of("float4", "0", "-0", "1.1", "1.1000001", "NaN", "Infinity", "-Infinity"),
            List.of("float8", "0", "-0", "0.1", "0.10000000000000002", "NaN", "Infinity", "-Infinity", "1e-310"),
            List.of("numeric", "0", "0.0", "1", "-1", "1.0", "1.00", "10000", "100000000", "0.0001", "NaN", "-0.1"),
            List.of("text", "", "NULL", "a", "A", "a ", "ä", "a\u0308", "x,y", "\\", "'"),
            List.of("char(5)", "", "a", "A"),
            List.of("name", "", "a"),
            List.of("\"char\"", "", "a"),
            List.of("bytea", "", "\\x00", "\\x0000", "\\xff"),
            List.of("json", "{}", "{ }", "null", "{\"a\":1,\"a\":2}", "{\"a\":2}"),
            List.of("jsonb", "{}", "null", "1", "1.0", "\"1\""),
            List.of("int4[]", "{}", "{1}", "{NULL}", "{{1}}", "[0:0]={1}"),
            List.of("text[]", "{}", "{NULL}", "{\"NULL\"}", "{\"\"}", "{a,b}", "{\"a,b\"}"),
            List.of("int4range", "empty", "[1,2)", "[1,)", "(,)"),
            List.of("money", "0", "1.00", "-1.00", "1000.00"),
            List.of("inet", "10.0.0.1", "10.0.0.1/8"),
            List.of("bit(3)", "000", "001"),
            List.of("tsvector", "", "a:1", "a:1A"),
            List.of("xml", "<a/>", "<a></a>"),
            List.of("mood", "ok", "sad"),
            List.of("small", "0", "1"),
            List.of("two", "(,)", "(1,)", "(,\"\")", "(1,x)"));

    private ComparedPair pair;

    @BeforeAll
    void oneTableForEachType() {
        pair = new ComparedPair(13, 18);
        pair.both("CREATE DOMAIN small AS int8 CHECK (VALUE < 100)")
                .inSource("CREATE TYPE mood AS ENUM ('ok', 'sad'); CREATE TYPE two AS (a int, b text)")
                .inTarget("CREATE TYPE mood AS ENUM ('sad', 'ok'); CREATE TYPE two AS (a int, b text)")
                .inTarget("ALTER DATABASE \"%s\" SET DateStyle = 'German'".formatted(pair.target.database()))
                .inTarget("ALTER DATABASE \"%s\" SET TimeZone = 'Asia/Tokyo'".formatted(pair.target.database()))
                .inTarget("ALTER DATABASE \"%s\" SET IntervalStyle = 'iso_8601'".formatted(pair.target.database()))
                .inTarget("ALTER DATABASE \"%s\" SET extra_float_digits = -5".formatted(pair.target.database()))
                .inTarget("ALTER DATABASE \"%s\" SET bytea_output = 'escape'".formatted(pair.target.database()));
        for (var i = 0; i < VALUES.size(); i++) {
            var type = VALUES.get(i).getFirst();
            pair.both("CREATE TABLE t%d (id int PRIMARY KEY, v %s)".formatted(i, type));
            var values = VALUES.get(i).subList(1, VALUES.get(i).size());
            for (var n = 0; n < values.size(); n++) {
                pair.both("SET DateStyle = 'ISO'; INSERT INTO t%d VALUES (%d, '%s')"
                        .formatted(i, n, values.get(n).replace("'", "''")));
            }
            pair.both("INSERT INTO t%d VALUES (100, NULL)".formatted(i));
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void everyValueIsEqualToItself(boolean strong) {
        pair.strong = strong;
        pair.jobs = 2;
        assertThat(pair.compare()).hasSize(VALUES.size()).allMatch(TableComparison::isEqual);
        assertThat(pair.notes).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void everyValueDiffersFromEachOther(boolean strong) {
        for (var i = 0; i < VALUES.size(); i++) {
            // each value in the source, next to each other value in the target
            var type = VALUES.get(i).getFirst();
            var rows = "CREATE TABLE %3$s AS SELECT one.id * 1000 + other.id AS id, %1$s.v FROM t%2$d AS one, t%2$d AS"
                    + " other WHERE one.id <> other.id";
            var name = "pairs" + i + (strong ? "s" : "");
            pair.inSource(rows.formatted("one", i, name));
            pair.inTarget(rows.formatted("other", i, name));
            pair.both("ALTER TABLE " + name + " ADD PRIMARY KEY (id)");
            pair.strong = strong;
            var number = VALUES.get(i).size();
            var table = pair.table(name);
            assertThat(table.changed()).as(type).isEqualTo((long) number * (number - 1));
            assertThat(table.sourceRows()).isEqualTo(table.changed());
            pair.both("DROP TABLE " + name);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void manyValuesHaveTheSameHashesInTheOldestAndTheNewestServer(boolean strong) {
        pair.both("DROP TABLE IF EXISTS many").both("""
            CREATE TABLE many AS
            SELECT n AS id, n * 92233720368547 AS int8_, (n * 214748)::int4 AS int4_, n % 3 = 0 AS bool_,
                   timestamptz '1700-01-01 00:00:00Z' + n * interval '1888888.123457 s' AS timestamptz_,
                   timestamp '1700-01-01' + n * interval '1888888.123457 s' AS timestamp_,
                   date '0001-01-01' + n AS date_, n::float8 / 7 AS float8_, (n / 7.0)::float4 AS float4_,
                   (n - 5000)::numeric * n * n * n * 0.00010 AS numeric_, md5(n::text)::uuid AS uuid_, repeat(n::text, n % 50) AS text_,
                   ARRAY[n, NULL] AS array_, jsonb_build_object('n', n * 0.125) AS jsonb_, n * interval '1 s' AS interval_
              FROM generate_series(1, 10000) AS n
            """);
        pair.strong = strong;
        var table = pair.table("many");
        assertThat(table.isEqual()).isTrue();
        assertThat(table.sourceRows()).isEqualTo(10_000);
        pair.both("DROP TABLE many");
    }

    @Test
    void paddingOfCharIsNotData() {
        pair.inSource("CREATE TABLE padded (id int PRIMARY KEY, v char(5)); INSERT INTO padded VALUES (1, 'a')")
                .inTarget("CREATE TABLE padded (id int PRIMARY KEY, v char(9)); INSERT INTO padded VALUES (1, 'a  ')");
        assertThat(pair.table("padded").isEqual()).isTrue();
        pair.both("DROP TABLE padded");
    }

    @ParameterizedTest
    @CsvSource({
        "exchanged between rows, 'UPDATE swapped SET a = CASE id WHEN 1 THEN 2 WHEN 2 THEN 1 ELSE a END', 2",
        "exchanged between columns, 'UPDATE swapped SET a = b, b = a WHERE id = 1', 1",
        "moved across the border of two columns, 'UPDATE swapped SET c = ''xy'', d = '''' WHERE id = 1', 1",
        "NULL in another column, 'UPDATE swapped SET c = NULL, d = ''x'' WHERE id = 3', 1"
    })
    void valuesAtAnotherPlaceDiffer(String name, String change, int rows) {
        pair.both("DROP TABLE IF EXISTS swapped; CREATE TABLE swapped (id int PRIMARY KEY, a int, b int, c text,"
                        + " d text)")
                .both("INSERT INTO swapped VALUES (1, 1, 7, 'x', 'y'), (2, 2, 7, 'x', 'y'), (3, 3, 3, 'x', NULL)")
                .inTarget(change);
        assertThat(pair.table("swapped").changed()).as(name).isEqualTo(rows);
        pair.both("DROP TABLE swapped");
    }
}
