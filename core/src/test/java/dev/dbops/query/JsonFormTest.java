package dev.dbops.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dbops.OpsException;
import dev.dbops.text.Utf8Buffer;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonFormTest {
    private static String written(JsonForm form, byte[] value) {
        var json = new Utf8Buffer();
        form.write(value, json);
        return new String(json.toBytes(), StandardCharsets.ISO_8859_1);
    }

    private static String written(JsonForm form, String value) {
        return written(form, value.getBytes(StandardCharsets.ISO_8859_1));
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            value = {
                "NUMBER, -1.50, -1.50",
                "NUMBER, 1e-05, 1e-05",
                "NUMBER, NaN, \"NaN\"",
                "NUMBER, -Infinity, \"-Infinity\"",
                "BOOLEAN, t, true",
                "BOOLEAN, f, false",
                "JSON, {\"a\":  1}, {\"a\":  1}",
                "DATE, infinity, \"infinity\"",
                "DATE, -infinity, \"-infinity\"",
                "DATE, 0044-03-15 BC, \"0044-03-15 BC\"",
                "DATE, 12345-06-07, \"12345-06-07\"",
                "DATE, 2026-01-02 03:04:05.6, \"2026-01-02T03:04:05.6\"",
                "DATE, 2026-01-02 03:04:05 BC, \"2026-01-02T03:04:05 BC\"",
                "DATE, 2026-01-02 03:04:05-07, \"2026-01-02T03:04:05-07:00\"",
                "DATE, 2026-01-02 03:04:05+05:30, \"2026-01-02T03:04:05+05:30\"",
                "DATE, 1800-01-02 03:04:05+00:19:32, \"1800-01-02T03:04:05+00:19:32\"",
                "DATE, 0044-01-02 03:04:05+01 BC, \"0044-01-02T03:04:05+01:00 BC\""
            })
    void eachFormHasTheJsonOfTheServer(JsonForm form, String value, String json) {
        assertThat(written(form, value)).isEqualTo(json);
    }

    @Test
    void aStringEscapesWhatJsonRequiresAndKeepsAllOtherBytes() {
        assertThat(written(JsonForm.STRING, "a\"b\\c/\b\f\n\r\t\u0001\u001f\u007f\u00e9\u00ff"))
                .isEqualTo("\"a\\\"b\\\\c/\\b\\f\\n\\r\\t\\u0001\\u001f\u007f\u00e9\u00ff\"");
        assertThat(written(JsonForm.STRING, "")).isEqualTo("\"\"");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"02.01.2026", "01/02/2026 03:04:05 UTC", "Fri Jan 02 03:04:05 2026", "01-02-2026", "26-01-02"})
    void aDateInAStyleOtherThanIsoIsRefused(String value) {
        assertThatThrownBy(() -> written(JsonForm.DATE, value))
                .isInstanceOf(OpsException.class)
                .hasMessageStartingWith("a function has set a DateStyle other than ISO");
    }
}
