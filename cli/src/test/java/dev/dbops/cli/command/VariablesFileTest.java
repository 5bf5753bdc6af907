package dev.dbops.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
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

        assertThat(file).hasContent("# a comment\n\nA=1\nA=3\nB='x # y'\nC=4\n");
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
