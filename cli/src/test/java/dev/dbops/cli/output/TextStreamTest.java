package dev.dbops.cli.output;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dbops.text.Redactor;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** However something is printed, a terminal gets neither orders nor secrets. */
class TextStreamTest {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final PrintStream target = new PrintStream(bytes, true, StandardCharsets.UTF_8);

    @Test
    void everyWayToPrintIsGuarded() {
        var stream = TextStream.forTerminal(target);
        var evil = "\u001b[31m\u202e";

        stream.print(evil);
        stream.println(evil);
        stream.println((Object) evil);
        stream.printf("%s%n", evil);
        stream.append(evil).append('\u009b').append(evil, 0, 1);
        stream.print(evil.toCharArray());
        stream.print('\u001b');
        stream.write(evil.getBytes(StandardCharsets.UTF_8), 0, 8);
        stream.write(0x1b);
        new IllegalStateException(evil).printStackTrace(stream);

        assertThat(text()).doesNotContain("\u001b", "\u202e", "\u009b").contains("\\x1B[31m\\u202E", "\\u009B");
    }

    @Test
    void aCharacterIsRecognizedByteByByte() {
        var stream = TextStream.forTerminal(target);

        for (var octet : "a\u202e\u009bß日👩\ud83d\udc41z".getBytes(StandardCharsets.UTF_8)) {
            stream.write(octet);
        }

        assertThat(text()).isEqualTo("a\\u202E\\u009Bß日👩\ud83d\udc41z");
    }

    @Test
    void bytesThatAreNotValidUtf8AreShownAsSuch() {
        TextStream.forTerminal(target).write(new byte[] {'a', (byte) 0xff, (byte) 0x9b, 'b'}, 0, 4);

        assertThat(text()).isEqualTo("a\ufffd\ufffdb");
    }

    @Test
    void ourOwnStylesAndDataHaveWaysOfTheirOwn() {
        var stream = TextStream.forTerminal(target);

        stream.print("a");
        stream.style("\u001b[0m");
        stream.data("\u001b");
        stream.print("b");

        assertThat(text()).isEqualTo("a\u001b[0m\u001bb");
    }

    @Test
    void programsGetEachByte() {
        var stream = TextStream.forPrograms(target);
        stream.print("\u001b\u202e");
        stream.write(0xff);

        assertThat(bytes.toByteArray())
                .isEqualTo(new byte[] {0x1b, (byte) 0xe2, (byte) 0x80, (byte) 0xae, (byte) 0xff});
    }

    @Test
    void aSecretIsHiddenInALongTextToo() {
        var stream = TextStream.forLog(target)
                .hiding(Redactor.of(
                        List.of("--url=postgresql://u:hunter2@h/d"), Map.of("PGPASSWORD", "c0rrect-horse")));

        for (var before = 8180; before < 8200; before++) {
            stream.println("x".repeat(before) + " hunter2 c0rrect-horse password=other1");
        }
        new IllegalStateException("hunter2", new RuntimeException("c0rrect-horse")).printStackTrace(stream);

        assertThat(text()).doesNotContain("hunter2", "c0rrect-horse", "other1");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        ::set-env name=PATH::/tmp | \\u003A:set-env name=PATH::/tmp
        x ::notice:: | x ::notice::
        a ##[group]b | a \\u0023#[group]b
        ##vso[task.setvariable] | \\u0023#vso[task.setvariable]
        ##teamcity[x] | \\u0023#teamcity[x]
        '## a heading' | '## a heading'
        SELECT 1::text | SELECT 1::text
        """)
    void aLogGetsNoCommands(String message, String shown) {
        TextStream.forLog(target).println(message);

        assertThat(text()).isEqualTo(shown + "\n");
    }

    private String text() {
        return bytes.toString(StandardCharsets.UTF_8);
    }
}
