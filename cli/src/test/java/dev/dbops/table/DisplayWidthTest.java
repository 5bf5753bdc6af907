package dev.dbops.table;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Text is as wide as a terminal shows it. */
class DisplayWidthTest {
    @ParameterizedTest
    @CsvSource({
        "ascii, 5",
        "'', 0",
        "straße, 6",
        "日本語, 6",
        "한국, 4",
        "ｱｲｳ, 3",
        "e\u0301te\u0301, 3",
        "𠮷, 2",
        "👍, 2",
        "👍🏽, 2",
        "👩‍👩‍👧, 2",
        "🇩🇪, 2",
        "❤️, 2",
        "…, 1"
    })
    void aTextHasTheWidthThatATerminalGivesIt(String text, int width) {
        assertThat(DisplayWidth.of(text)).isEqualTo(width);
    }

    @ParameterizedTest
    @CsvSource({
        "fits, 4, fits",
        "too long, 4, too…",
        "too long, 5, too…",
        "日本語, 6, 日本語",
        "日本語, 5, 日本…",
        "日本語, 4, 日…",
        "日本語, 1, …",
        "ae\u0301o, 2, a…",
        "ae\u0301oo, 3, ae\u0301…",
        "👩‍👩‍👧👩‍👩‍👧, 3, 👩‍👩‍👧…",
        "abcdef日, 4, abc…"
    })
    void aTextIsCutBetweenCharactersAndNeverInsideOne(String text, int width, String cut) {
        assertThat(DisplayWidth.cut(text, width)).isEqualTo(cut);
        assertThat(DisplayWidth.of(cut)).isLessThanOrEqualTo(width);
    }

    @Test
    void tabsReachTheNextEighthColumnOfWideTextToo() {
        assertThat(Cell.of("日\tx\nlonger").lines()).containsExactly("日      x", "longer");
        assertThat(Cell.of("日\tx\nlonger").width()).isEqualTo(9);
    }
}
