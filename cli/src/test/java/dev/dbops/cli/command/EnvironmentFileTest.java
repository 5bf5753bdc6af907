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
import org.junit.jupiter.params.provider.CsvSource;
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

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "postgresql://${WHO}@${PLACE}/db|postgresql://me@file:5432/db",
                "\"postgresql://${WHO}@${PLACE}/db\"|postgresql://me@file:5432/db",
                "postgresql://${WHO}@real-${PLACE}/db # note|postgresql://me@real-file:5432/db",
                "postgresql://${WHO}@${NOTHING:-fallback}/db|postgresql://me@fallback:5432/db",
                "postgresql://$WHO@h/db|postgresql://$WHO@h:5432/db",
                "'postgresql://${WHO}@h/db'|postgresql://${WHO}@h:5432/db",
                "postgresql://\\${WHO}@h/db|postgresql://${WHO}@h:5432/db",
                "\"postgresql://\\${WHO}@h/db\"|postgresql://${WHO}@h:5432/db",
                "postgresql://$(id)@h/db|postgresql://$(id)@h:5432/db"
            })
    void aReferenceStandsForAVariableExceptInSingleQuotes(String value, String expected) throws IOException {
        Files.writeString(directory.resolve(".env"), "WHO=me\nPLACE=\"file\"\nCONNECTION_URL=" + value + "\n");

        var shown = cli.run("url").succeeded().out();

        assertThat(shown.replace("%24", "$")
                        .replace("%7B", "{")
                        .replace("%7D", "}")
                        .replace("%28", "(")
                        .replace("%29", ")"))
                .isEqualTo(expected + "\n");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "hunter2${MISSING}|line 1 of .env refers to ${MISSING}, which no line before it sets",
                "hunter2${MISSING|line 1 of .env has a ${ without its }",
                "hunter2${a b}|line 1 of .env has a reference that is not ${NAME} or ${NAME:-default}",
                "\"hunter2${X?no}\"|line 1 of .env has a reference that is not ${NAME} or ${NAME:-default}"
            })
    void aReferenceToNothingIsSaidWithoutTheValue(String value, String message) throws IOException {
        Files.writeString(directory.resolve(".env"), "CONNECTION_URL=" + value + "\n");

        assertThat(cli.run("url").failed(2).err()).contains("error: " + message).doesNotContain("hunter2");
    }

    @Test
    void aFileCannotSendASecretOfTheEnvironmentToItsServer() throws IOException {
        Files.writeString(
                directory.resolve(".env"), "CONNECTION_URL=postgresql://a:${DEPLOY_TOKEN}@elsewhere.example/db\n");

        var transcript = cli.with("DEPLOY_TOKEN", "hunter2")
                .run("url", "--show-password")
                .failed(2);

        assertThat(transcript.err())
                .contains(
                        "error: line 1 of .env refers to ${DEPLOY_TOKEN}, which no line before it sets",
                        "hint: set DEPLOY_TOKEN in");
        assertThat(transcript.toString()).doesNotContain("hunter2");
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
