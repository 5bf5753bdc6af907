package dev.dbops.cli.completion;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dbops.aws.AwsEmulator;
import dev.dbops.cli.Cli;
import dev.dbops.target.ConnectionUrl;
import dev.dbops.testing.TestServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The command completion; what shells make of its scripts is tested in dev.dbops.cli.completion. */
class CompletionTest {
    private static final Path SCRIPTS = Path.of("..", "completions");

    @TempDir
    private Path directory;

    @ParameterizedTest
    @EnumSource
    void theScriptIsTheOneThatTheDistributionHas(ShellKind shell) throws IOException {
        var script = Files.readString(SCRIPTS.resolve(shell.fileName()));

        var print = new Cli(directory).run("completion", shell.name()).succeeded();

        assertThat(print.out()).isEqualTo(script);
        assertThat(print.err()).isEmpty();
        assertThat(new Cli(directory)
                        .with("SHELL", "/usr/bin/" + shell)
                        .run("completion")
                        .succeeded()
                        .out())
                .isEqualTo(script);
    }

    @ParameterizedTest
    @CsvSource({
        "/bin/sh, there is no completion script for the shell sh",
        "'', 'no shell is named, and the variable SHELL is not set'"
    })
    void aShellWithoutCompletionIsAnError(String shell, String message) {
        assertThat(new Cli(directory)
                        .with("SHELL", shell)
                        .run("completion")
                        .failed(2)
                        .err())
                .isEqualTo("error: %s%nhint: name one: db-ops completion bash, zsh or fish%n".formatted(message));
        assertThat(new Cli(directory).run("completion", "ksh").failed(2).err())
                .startsWith("error: Invalid value for positional parameter at index 0 (SHELL)")
                .contains("[bash, zsh, fish]");
    }

    @Test
    void installingAgainReplacesTheOldScript() throws IOException {
        var file = directory.resolve(".config/fish/completions/db-ops.fish");
        Files.createDirectories(file.getParent());
        Files.writeString(file, "# of an older version\n");

        assertThat(install("--dry-run").succeeded().err()).isEqualTo("would write " + file + "\n");
        assertThat(file).hasContent("# of an older version\n");
        assertThat(install("-o", "json").succeeded())
                .isEqualTo(new Cli.Transcript(
                        0,
                        "{\"shell\":\"fish\",\"path\":\"%s\",\"replaced\":true}\n".formatted(file),
                        "replaced the script that was there\n"));
        assertThat(file).hasSameTextualContentAs(SCRIPTS.resolve("db-ops.fish"));
        assertThat(install().succeeded()).isEqualTo(new Cli.Transcript(0, file + "\n", "already installed\n"));
        try (var files = Files.list(file.getParent())) {
            assertThat(files).as("nothing is left beside it").containsExactly(file);
        }
    }

    @Test
    void theDirectoriesOfTheVariablesAreTaken() {
        var cli = new Cli(directory)
                .with("XDG_CONFIG_HOME", directory.resolve("config").toString())
                .with("XDG_DATA_HOME", directory.resolve("data").toString());

        for (var shell : ShellKind.values()) {
            cli.run("completion", shell.name(), "--install").succeeded();
        }

        assertThat(directory.resolve("config/fish/completions/db-ops.fish")).exists();
        assertThat(directory.resolve("data/bash-completion/completions/db-ops")).exists();
        assertThat(directory.resolve("data/zsh/site-functions/_db-ops")).exists();
        cli.with("BASH_COMPLETION_USER_DIR", "%s/own:/elsewhere".formatted(directory))
                .run("completion", "bash", "--install")
                .succeeded();
        assertThat(directory.resolve("own/completions/db-ops")).exists();
    }

    @Test
    void aDirectoryThatCannotBeWrittenIsAnError() throws IOException {
        var file = Files.createFile(directory.resolve(".config"));

        assertThat(install().failed(1).err())
                .startsWith("error: cannot write " + file + "/fish/completions/db-ops.fish: Not a directory\n")
                .endsWith("\nhint: write it to another place: db-ops completion fish > FILE\n");
    }

    private Cli.Transcript install(String... options) {
        var words = new String[3 + options.length];
        words[0] = "completion";
        words[1] = "fish";
        words[2] = "--install";
        System.arraycopy(options, 0, words, 3, options.length);
        return new Cli(directory).run(words);
    }

    @Test
    void tablesAreThoseOfTheTargetThatTheWordsLeadTo() {
        var server = TestServer.carried();
        var own = server.newDatabase();
        var other = server.newDatabase();
        server.execute(own.database(), "CREATE TABLE own (); CREATE TABLE \"Own\" ()");
        server.execute(other.database(), "CREATE SCHEMA away; CREATE TABLE away.log (); CREATE TABLE log ()");
        var cli = new Cli(directory).with(own);

        assertThat(tables(cli, "")).isEqualTo("own\n");
        assertThat(tables(cli, "events-list\n--no-such-option\n--limit\nmany\n--table"))
                .isEqualTo("own\n");
        cli.with("OTHER_CONNECTION_URL", ConnectionUrl.formatWithPassword(other));
        assertThat(tables(cli, "events-list\nother\n--table\n")).isEqualTo("away.log\nlog\n");
        assertThat(tables(cli, "-e\nother\ntriggers-install\n--table\n")).isEqualTo("away.log\nlog\n");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "-e\nmissing",
                "--url\npostgresql://app@127.0.0.1:1/app",
                "--url\nnonsense",
                "--env-file\nmissing",
                ""
            })
    void whereTheDatabaseDoesNotAnswerThereAreNoTables(String words) {
        assertThat(tables(new Cli(directory), words)).isEmpty();
        assertThat(directory.resolve(".local")).as("the local server").doesNotExist();
    }

    @Test
    void noServerIsConnectedToBecauseAFileNamesIt() throws IOException {
        var server = TestServer.carried();
        var database = server.newDatabase();
        server.execute(database.database(), "CREATE TABLE own ()");
        var url = ConnectionUrl.formatWithPassword(database);
        Files.writeString(directory.resolve(".env"), "CONNECTION_URL=" + url + "\nNEAR_CONNECTION_URL=" + url + "\n");

        assertThat(quietTables(new Cli(directory), "")).isEmpty();
        assertThat(quietTables(new Cli(directory), "events-list\nnear\n--table"))
                .isEmpty();
        assertThat(quietTables(new Cli(directory), "--env-file\n.env\nevents-list\n--table"))
                .isEmpty();
        assertThat(quietTables(new Cli(directory), "--url\n" + url)).isEqualTo("own\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"?secret=cruddur", "?iam_auth=true"})
    void awsIsNotAskedForAPassword(String parameters) {
        var aws = AwsEmulator.reset();
        var url = "postgresql://app@cruddur.abc123.eu-west-2.rds.amazonaws.com/app" + parameters;

        assertThat(tables(new Cli(directory).with(aws.variables()).with("CONNECTION_URL", url), ""))
                .isEmpty();
        assertThat(aws.calls()).isEmpty();
    }

    @Test
    @Timeout(20)
    void aServerThatIsSilentIsNotWaitedFor() throws IOException {
        try (var silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            var start = System.nanoTime();

            assertThat(tables(
                            new Cli(directory),
                            "--url\npostgresql://app@127.0.0.1:%d/app".formatted(silent.getLocalPort())))
                    .isEmpty();

            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(8));
        }
    }

    /** The scripts discard its standard error. */
    private static String quietTables(Cli cli, String words) {
        return cli.piping(words).run("completion", "--tables").succeeded().out();
    }

    private static String tables(Cli cli, String words) {
        var transcript = cli.piping(words).run("completion", "--tables").succeeded();
        assertThat(transcript.err()).isEmpty();
        return transcript.out();
    }
}
