package dev.dbops.compare;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Rows that are compared again do not become equal by it, and every key can be looked up. */
class CompareAgainTest {
    private static ComparedPair again(ComparedPair pair) {
        pair.wait = Duration.ofMillis(1500);
        return pair;
    }

    @Test
    void aRowThatTheTargetHasTwiceStaysADifference() {
        var pair = again(new ComparedPair(17, 17)
                .inSource("CREATE TABLE t (id int PRIMARY KEY, v text); INSERT INTO t VALUES (1, 'a')")
                .inTarget("CREATE TABLE t (id int NOT NULL, v text); INSERT INTO t VALUES (1, 'a'), (1, 'a')"));
        assertThat(ComparedPair.text(pair.table("t"))).containsExactly("extra id=1");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "mood     | mood | happy     | missing k=happy",
                "int8     | int4 | 5000000000| missing k=5000000000",
                "text     | int4 | abc       | missing k=abc"
            })
    void aKeyThatTheTargetCannotHave(String ofSource, String ofTarget, String key, String expected) {
        var pair = again(new ComparedPair(17, 17)
                .inSource("CREATE TYPE mood AS ENUM ('happy', 'sad')")
                .inTarget("CREATE TYPE mood AS ENUM ('sad')")
                .inSource("CREATE TABLE t (k %s PRIMARY KEY); INSERT INTO t VALUES ('%s')".formatted(ofSource, key))
                .inTarget("CREATE TABLE t (k %s PRIMARY KEY)".formatted(ofTarget)));
        assertThat(ComparedPair.text(pair.table("t"))).containsExactly(expected);
    }

    @Test
    void aKeyThatTheEncodingOfTheTargetDoesNotHave() {
        var pair = again(new ComparedPair(17, 17, "ENCODING 'LATIN1' LOCALE 'C' TEMPLATE template0")
                .both("CREATE TABLE t (k text PRIMARY KEY)")
                .inSource("INSERT INTO t VALUES ('ж')"));
        assertThat(ComparedPair.text(pair.table("t"))).containsExactly("missing k=ж");
    }

    @Test
    void aTableWithoutAKeyListsAsManyRowsAsBefore() {
        var pair = again(new ComparedPair(17, 17)
                .both("CREATE TABLE t (v text)")
                .inSource("INSERT INTO t SELECT generate_series(1, 12000)"));
        pair.limit = 11_000;
        assertThat(pair.table("t").differences()).hasSize(11_000);
    }
}
