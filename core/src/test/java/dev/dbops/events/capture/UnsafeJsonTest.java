package dev.dbops.events.capture;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dbops.events.replay.ReplayedPair;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Values of json that jsonb does not accept, and types whose cast to json fails: a write succeeds, and the value is
 * replayed to the letter.
 */
class UnsafeJsonTest {
    private static final String TYPES = """
        CREATE TYPE pair AS (n int, j json);
        CREATE DOMAIN document AS json;
        CREATE TYPE mood AS (label text);
        CREATE FUNCTION mood_json(mood) RETURNS json LANGUAGE plpgsql IMMUTABLE AS
            $$ BEGIN RAISE EXCEPTION 'a mood has no json'; END $$;
        CREATE CAST (mood AS json) WITH FUNCTION mood_json(mood);
        """;

    private static final String TABLE = """
        CREATE TABLE hard (id int PRIMARY KEY, other text, j json, js json[], p pair, d document, %s b jsonb)
        """;

    /** Values for j; the others are made from them. */
    private static final String[] VALUES = {
        "{\"a\":\"x\\u0000y\"}",
        "\"\\ud800\"",
        "{\"n\": 1e400000}",
        "[1, 1E+200000, -2e-200000]",
        "{\"a\": 1, \"a\" : 2}",
        "{\"\\u0000\": \"\\udc00\\u00e9\"}",
        "null",
        "9".repeat(140_000),
        "\"ordinary\""
    };

    private static Stream<Integer> majors() {
        return IntStream.of(13, 15, 17, 18).boxed();
    }

    private static String insert(int id, String value, String mood) {
        var json = "'" + value + "'";
        return "INSERT INTO hard VALUES (%d, 'o', %s, ARRAY[%s::json], (1, %s)::pair, %s, %s '{\"a\": [1]}')"
                .formatted(id, json, json, json, json, mood);
    }

    private static ReplayedPair pair(int major, String moodColumn) {
        return new ReplayedPair(major).both(TYPES).both(TABLE.formatted(moodColumn));
    }

    private static void assertSame(ReplayedPair pair) {
        var rows = "SELECT hard::text FROM hard ORDER BY id";
        assertThat(pair.targetRows(rows)).isEqualTo(pair.sourceRows(rows));
    }

    private static void writeAndCompare(ReplayedPair pair, String mood) {
        for (var i = 0; i < VALUES.length; i++) {
            pair.inSource(insert(i, VALUES[i], mood));
        }
        pair.inSource("UPDATE hard SET other = 'changed' WHERE id < 5");
        pair.inSource("UPDATE hard SET id = id + 100 WHERE id = 1");
        pair.inSource("DELETE FROM hard WHERE id = 2");
        // more rows than are logged one by one
        pair.inSource("INSERT INTO hard (id, j) SELECT n, CASE WHEN n = 1300 THEN '\"\\u0000\"' ELSE '{}' END::json"
                + " FROM generate_series(1000, 1400) AS n");
        pair.inSource("UPDATE hard SET other = 'many' WHERE id >= 1000");
        pair.inSource("DELETE FROM hard WHERE id BETWEEN 1200 AND 1390");
        pair.replay();

        assertThat(pair.sourceRows("SELECT count(*) FROM hard")).containsExactly("218");
        assertSame(pair);
    }

    @ParameterizedTest
    @MethodSource("majors")
    void aValueThatIsValidIsCapturedToTheLetter(int major) {
        writeAndCompare(pair(major, "").capture("hard"), "");
    }

    @ParameterizedTest
    @MethodSource("majors")
    void soIsOneWhoseCastFails(int major) {
        writeAndCompare(pair(major, "m mood,").capture("hard"), "ROW('glad')::mood,");
    }

    @ParameterizedTest
    @MethodSource("majors")
    void soIsTheRowBefore(int major) {
        var pair = pair(major, "").captureFull("hard");

        writeAndCompare(pair, "");

        assertThat(pair.sourceRows(
                        "SELECT bool_and(before ? 'j') FROM dbops.event_log WHERE op = 'd' AND before IS NOT NULL"))
                .containsExactly("t");
    }

    /** Row by row, and when a partition is truncated. */
    @ParameterizedTest
    @MethodSource("majors")
    void soIsARowOfAPartition(int major) {
        var pair = new ReplayedPair(major).both("""
            CREATE TABLE parts (gone int, id int PRIMARY KEY, j json, t text) PARTITION BY RANGE (id);
            ALTER TABLE parts DROP COLUMN gone;
            CREATE TABLE parts_1 PARTITION OF parts FOR VALUES FROM (0) TO (10);
            CREATE TABLE parts_2 PARTITION OF parts FOR VALUES FROM (10) TO (20)
            """).captureFull("parts");
        pair.inSource("INSERT INTO parts VALUES (1, '\"\\u0000\"', 'a'), (2, '{}', 'b'), (11, '1e400000', 'c')");
        pair.inSource("UPDATE parts SET t = 'x' WHERE id IN (1, 11)");
        pair.inSource("TRUNCATE parts_1");
        pair.replay();

        var rows = "SELECT id, j, t FROM parts ORDER BY id";
        assertThat(pair.targetRows(rows)).isEqualTo(pair.sourceRows(rows)).containsExactly("11|1e400000|x");
    }

    /** Columns that were added, renamed or dropped since the installation. */
    @ParameterizedTest
    @MethodSource("majors")
    void theColumnsAreThoseOfTheTableNow(int major) {
        var change = """
            ALTER TABLE hard ADD COLUMN later json; ALTER TABLE hard ADD COLUMN plain int;
            ALTER TABLE hard DROP COLUMN p; ALTER TABLE hard RENAME COLUMN other TO another
            """;
        var pair = pair(major, "").capture("hard");
        pair.both(change);
        var unsafe = major == 13 ? "{}" : "\"\\u0000\"";
        pair.inSource("INSERT INTO hard (id, another, later, plain) VALUES (1, 'x', '%s', 5)".formatted(unsafe));
        pair.inSource("INSERT INTO hard (id, another, j, later, plain) VALUES (2, 'y', '\"\\u0000\"', '%s', 6)"
                .formatted(unsafe));
        pair.inSource("UPDATE hard SET plain = 7");
        pair.replay();

        assertSame(pair);
    }
}
