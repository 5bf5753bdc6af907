package dev.dbops.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Characters that a terminal would obey, reorder or hide are shown as escapes. */
class VisibleTextTest {
    static List<Arguments> hostileTexts() {
        return List.of(
                Arguments.of("\u001b[31mred", "\\x1B[31mred"),
                Arguments.of("a\u0000b\u0007c\u0008d\rz", "a\\x00b\\x07c\\x08d\\rz"),
                Arguments.of("a\u007fb\u0085c\u009bd", "a\\u007Fb\\u0085c\\u009Bd"),
                Arguments.of(
                        "a\u202eb\u2066c\u2069d\u200ee\u200ff\u061cg",
                        "a\\u202Eb\\u2066c\\u2069d\\u200Ee\\u200Ff\\u061Cg"),
                Arguments.of("a\u2028b\u2029c", "a\\u2028b\\u2029c"),
                Arguments.of("us\u200bers\ufeffx\u00ady\u2060z", "us\\u200Bers\\uFEFFx\\u00ADy\\u2060z"),
                Arguments.of("us\u200ders, \u200d", "us\\u200Ders, \\u200D"),
                Arguments.of("a\ud800b", "a\\uD800b"),
                Arguments.of("a\uffffb", "a\\uFFFFb"),
                Arguments.of("a\udb40\udc41b", "a\\uDB40\\uDC41b"));
    }

    @ParameterizedTest
    @MethodSource("hostileTexts")
    void charactersShownAsEscapes(String text, String shown) {
        assertThat(VisibleText.of(text)).isEqualTo(shown);
        assertThat(VisibleText.of(shown)).isEqualTo(shown);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "two\nlines\tand a tab",
                "größe 日本語 ￼",
                "👨\u200d👩\u200d👧 ❤\ufe0f",
                "می\u200cخواهم",
                "क्\u200dष",
                "שלום العربية",
                "C:\\x1B is not a control character"
            })
    void textThatStaysAsItIs(String text) {
        assertThat(VisibleText.of(text)).isSameAs(text);
    }

    @Test
    void textOfOneLineStaysInIt() {
        assertThat(VisibleText.line("a\nb\tc\r\u001b")).isEqualTo("a\\nb\\tc\\r\\x1B");
    }
}
