package dev.dbops.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dbops.cli.Cli;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EnvironmentFileTest {
    @TempDir
    private Path directory;

    private Cli cli;

    @BeforeEach
    void writeFile() throws IOException {
        Files.writeString(directory.resolve(".env"), "# ours\nCONNECTION_URL=postgresql://a@file/db\n");
        cli = new Cli(directory);
    }

    @Test
    void theFileInTheWorkingDirectoryIsRead() {
        assertThat(cli.run("url").succeeded().out()).isEqualTo("postgresql://a@file:5432/db\n");
    }

    @Test
    void realVariablesBeatTheFile() {
        assertThat(cli.with("CONNECTION_URL", "postgresql://a@real/db")
                        .run("url")
                        .succeeded()
                        .out())
                .isEqualTo("postgresql://a@real:5432/db\n");
    }

    @Test
    void anEmptyVariableDoesNotHideTheFile() {
        assertThat(cli.with("CONNECTION_URL", "").run("url").succeeded().out())
                .isEqualTo("postgresql://a@file:5432/db\n");
    }

    @Test
    void anotherFileMayBeNamed() throws IOException {
        Files.writeString(directory.resolve("other.env"), "CONNECTION_URL='postgresql://a@other/db'\n");

        assertThat(cli.run("url", "--env-file", "other.env").succeeded().out())
                .isEqualTo("postgresql://a@other:5432/db\n");
        assertThat(cli.run("url", "--env-file", "missing.env").failed(2).err())
                .contains("error: cannot read the file of variables missing.env");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "CONNECTION_URL=%s",
                "CONNECTION_URL='%s'",
                "CONNECTION_URL=\"%s\"",
                "export CONNECTION_URL=%s",
                "  CONNECTION_URL = %s  ",
                "CONNECTION_URL=%s # the database",
                "\n# nothing\nexport CONNECTION_URL='%s' # the database"
            })
    void theUsualSpellingsAreRead(String line) throws IOException {
        Files.writeString(directory.resolve(".env"), line.formatted("postgresql://a@b:1/c?application_name=d") + "\n");

        assertThat(cli.run("url").succeeded().out()).isEqualTo("postgresql://a@b:1/c?application_name=d\n");
    }

    @Test
    void theFileCanBeDeclined() {
        assertThat(cli.run("url", "--no-env-file").failed(4).err()).contains("error: the local server is not running");
    }

    @Test
    void aMalformedLineIsNotQuoted() throws IOException {
        Files.writeString(directory.resolve(".env"), "postgresql://a:secret@file/db\n");

        assertThat(cli.run("url").failed(2).err())
                .contains("error: line 1 of .env is not NAME=value")
                .doesNotContain("secret");
    }
}
