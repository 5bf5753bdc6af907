package dev.dbops.cli.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dbops.OpsException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class VariablesFileTest {
    @TempDir
    private Path directory;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "postgresql://a:b@h:1/d?x=y",
                "with space",
                "it's",
                "a\"b'c\\d",
                "#x $HOME `id`",
                "",
                "it's ${HOME}",
                "${HOME}"
            })
    void whatIsWrittenIsReadAgain(String value) {
        var line = VariablesFile.line("NAME", value);

        assertThat(EnvironmentLine.parse(line, new VariableReferences("line 1", _ -> "")))
                .hasValue(new EnvironmentLine("NAME", value));
    }

    @Test
    void theLastLineOfTheVariableCountsAndTheOthersStay() throws IOException {
        var file = directory.resolve(".env");
        Files.writeString(file, "# a comment\n\nA=1\nexport A=2\r\nB='x # y'");

        new VariablesFile(file).set("A", "3");
        new VariablesFile(file).set("C", "4");

        assertThat(Files.readString(file)).isEqualTo("# a comment\n\nA=1\nexport A=3\r\nB='x # y'\nC=4\n");
    }

    @Test
    void allOtherBytesStay() throws IOException {
        var file = directory.resolve(".env");
        Files.writeString(file, "# gr\u00fc\u00dfe\r\n \texport  A = 1 # old\r\nB=2", StandardCharsets.ISO_8859_1);

        new VariablesFile(file).set("A", "\u00fc");
        new VariablesFile(file).set("B", "3");
        new VariablesFile(file).set("C", "4");

        // a value is written as UTF-8, which is two characters of Latin-1
        assertThat(Files.readString(file, StandardCharsets.ISO_8859_1))
                .isEqualTo("# gr\u00fc\u00dfe\r\n \texport  A='\u00c3\u00bc'\r\nB=3\r\nC=4\r\n");
    }

    @Test
    void aFileThatOthersCanWriteIsRefusedAlsoThroughALink() throws IOException {
        var file = Files.writeString(directory.resolve("shared.env"), "A=1\n");
        var link = Files.createSymbolicLink(directory.resolve(".env"), file);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-rw-rw-"));

        assertThatThrownBy(() -> new VariablesFile(link).requireTrusted(Map.of()))
                .isInstanceOf(OpsException.class)
                .hasMessageContaining(".env is not written, because every user may write to it");

        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
        var variables = new VariablesFile(link);
        variables.requireTrusted(Map.of());
        assertThat(variables.isReadByOthers()).isTrue();
        variables.set("A", "2");
        assertThat(link).isSymbolicLink().hasContent("A=2\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        assertThat(variables.isReadByOthers()).isFalse();
    }

    @Test
    void aNewFileIsOfItsOwnerOnlyAndAnOldOneKeepsItsMode() throws IOException {
        var file = directory.resolve(".env");
        new VariablesFile(file).set("A", "1");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));
        new VariablesFile(file).set("A", "2");

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-r-----");
        assertThat(file).hasContent("A=2\n");
    }
}
