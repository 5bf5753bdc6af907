package dev.dbops.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class Utf8TextTest {
    @ParameterizedTest
    @ValueSource(
            strings = {"", "plain", "é €", "\ud83d\ude00", "the replacement character \ufffd itself", "\udbff\udcff"})
    void utf8IsDecodedAsItIs(String text) {
        var decoded = Utf8Text.decode(text.getBytes(StandardCharsets.UTF_8));

        assertThat(decoded).isEqualTo(text);
        assertThat(Utf8Text.hasEscapes(decoded)).isFalse();
        assertThat(Utf8Text.replaced(decoded)).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource({
        "caf\u00e9, caf\udce9, caf\ufffd",
        "\u00ff, \udcff, \ufffd",
        "\u00e9\u00e9x, \udce9\udce9x, \ufffd\ufffdx"
    })
    void otherBytesAreRecognized(String latin, String decoded, String replaced) {
        var text = Utf8Text.decode(latin.getBytes(StandardCharsets.ISO_8859_1));

        assertThat(text).isEqualTo(decoded);
        assertThat(Utf8Text.encode(text)).isEqualTo(latin.getBytes(StandardCharsets.ISO_8859_1));
        assertThat(Utf8Text.hasEscapes(text)).isTrue();
        assertThat(Utf8Text.replaced(text)).isEqualTo(replaced);
    }

    @Test
    void bothMayBeInOneText() {
        var bytes = new byte[] {(byte) 0xc3, (byte) 0xa9, (byte) 0xc3, 'x', (byte) 0xf0, (byte) 0x9f};

        assertThat(Utf8Text.decode(bytes)).isEqualTo("é\udcc3x\udcf0\udc9f");
    }
}
