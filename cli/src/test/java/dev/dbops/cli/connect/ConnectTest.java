package dev.dbops.cli.connect;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dbops.cli.Cli;
import dev.dbops.postgres.Database;
import dev.dbops.postgres.maintenance.ProtectionMark;
import dev.dbops.target.ConnectionTarget;
import dev.dbops.target.ConnectionUrl;
import dev.dbops.testing.TestServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The settings that psql gets, or that are refused; the distribution's tests cover the terminal and the shell. */
class ConnectTest {
    private final ConnectionTarget target = TestServer.carried().newDatabase();

    @TempDir
    private Path directory;

    private Cli cli;

    @BeforeEach
    void withTheMachinesPsql() {
        cli = new Cli(directory).with(target).with("PATH", "/usr/local/bin:/usr/bin:/bin");
    }

    @Test
    void psqlWorksOnTheTargetAndItsExitCodeIsOurs() throws IOException {
        var run = cli.run("connect", "--", "-X", "-o", "rows", "-At", "-c", "SELECT current_database(), 1")
                .succeeded();

        assertThat(run.out()).isEmpty();
        assertThat(run.err()).isEqualTo("target: %s (from CONNECTION_URL)\n".formatted(target.description()));
        assertThat(Files.readString(directory.resolve("rows"))).isEqualTo(target.database() + "|1\n");
        cli.run("-q", "connect", "--", "-X", "-v", "ON_ERROR_STOP=1", "-o", "rows", "-f", "no-such-file")
                .failed(1);
    }

    @Test
    void argumentsAfterTheDashesGoToPsqlEvenIfTheyLookLikeOurs() throws IOException {
        record("exit 7");

        var run = cli.run("connect", "--", "prod", "--debug", "-o", "json", "--", "--built-in")
                .failed(7);

        assertThat(Files.readString(directory.resolve("arguments")))
                .isEqualTo("prod\n--debug\n-o\njson\n--\n--built-in\n");
        assertThat(run.err()).startsWith("target: ");
    }

    @Test
    void thePasswordGoesByTheEnvironmentAndNotByTheArguments() throws IOException {
        record("exit 0");
        cli.run("connect", "--", "-At").succeeded();

        assertThat(Files.readString(directory.resolve("arguments"))).isEqualTo("-At\n");
        assertThat(Files.readAllLines(directory.resolve("environment")))
                .contains("PGPASSWORD=" + TestServer.PASSWORD, "PGDATABASE=" + target.database());
    }

    @Test
    void variablesThatWouldLeadElsewhereAreRemoved() throws IOException {
        record("exit 0");
        cli.with("PGHOSTADDR", "192.0.2.1").with("PGSERVICE", "other").with("PGDATABASE", "other");

        cli.run("connect").succeeded();

        assertThat(Files.readAllLines(directory.resolve("environment")))
                .contains("PGDATABASE=" + target.database())
                .noneMatch(line -> line.startsWith("PGHOSTADDR") || line.startsWith("PGSERVICE"));
    }

    @Test
    void settingsThatHaveNoVariableAreAnArgumentAndOthersAreNamed() throws IOException {
        record("exit 0");
        var url = ConnectionUrl.formatWithPassword(target) + "?keepalives_idle=60&prepareThreshold=0";

        var run = cli.with("CONNECTION_URL", url).run("connect", "--", "-At").succeeded();

        assertThat(Files.readString(directory.resolve("arguments"))).isEqualTo("-d\nkeepalives_idle=60\n-At\n");
        assertThat(run.err()).contains("note: not passed to psql: prepareThreshold\n");
    }

    @Test
    void aPsqlThatIsTooOldForASettingIsNotStarted() throws IOException {
        record("[ \"$1\" = --version ] && echo 'psql (PostgreSQL) 13.4 (Debian 13.4-1)'; exit 0");
        var url = ConnectionUrl.formatWithPassword(target) + "?target_session_attrs=primary";

        var run = cli.with("CONNECTION_URL", url).run("connect").failed(2);

        assertThat(run.err()).endsWith("""
            error: psql 13 does not support target_session_attrs=primary
            hint: install psql 14 or newer, or use the shell of db-ops: db-ops connect --built-in
            """);
        assertThat(Files.readString(directory.resolve("arguments"))).isEqualTo("--version\n");
    }

    @Test
    void aProtectedTargetIsAnnouncedAsSuch() throws IOException {
        record("exit 0");

        var run = cli.with("PROD_CONNECTION_URL", ConnectionUrl.formatWithPassword(target))
                .run("connect", "prod")
                .succeeded();

        assertThat(run.err()).isEqualTo("""
            target: %s (from PROD_CONNECTION_URL)
            note: the target is protected: the environment is prod
            """.formatted(target.description()));
    }

    @Test
    void aMarkedDatabaseIsSaidToBeProtected() throws IOException {
        record("exit 0");
        try (var database = Database.connect(target)) {
            new ProtectionMark(database).set();
        }

        assertThat(cli.run("connect").succeeded().err())
                .contains("note: the target is protected: the database is marked as protected\n");
    }

    @Test
    void whereTheMarkCannotBeReadPsqlIsStartedAllTheSame() throws IOException {
        record("exit 0");

        var run = cli.with("CONNECTION_URL", "postgresql://nobody@127.0.0.1:1/none")
                .run("connect")
                .succeeded();

        assertThat(run.err()).contains("note: cannot read whether the target is marked as protected: ");
    }

    @Test
    void aDryRunStartsNothing() throws IOException {
        record("exit 9");

        var run = cli.run("connect", "--dry-run").succeeded();

        assertThat(run.err()).endsWith("would run " + directory.resolve("bin/psql") + "\n");
        assertThat(directory.resolve("arguments")).doesNotExist();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        connect prod now            | db-ops connect does not take "now"
        connect --built-in -- -At   | --built-in takes no psql arguments
        connect --built-in          | the built-in shell needs a terminal for input and output
        connect nowhere             | the environment "nowhere" has no database: NOWHERE_CONNECTION_URL is not set
        """)
    void whatCannotBeDoneIsRefused(String words, String message) {
        var run = cli.with("PROD_CONNECTION_URL", "postgresql://h/d").run(words.split(" +"));

        assertThat(run.exitCode()).as(run.toString()).isEqualTo(2);
        assertThat(run.err()).contains("error: " + message + "\n").contains("hint: ");
    }

    @Test
    void withoutInstalledPsqlTheIncludedOneTakesItsArguments() throws IOException {
        cli.with("PATH", directory.toString())
                .run("connect", "--", "-X", "-o", "rows", "-At", "-c", "SELECT current_database()")
                .succeeded();

        assertThat(Files.readString(directory.resolve("rows"))).isEqualTo(target.database() + "\n");
    }

    @Test
    void withoutAnyPsqlItsArgumentsAreRefused() {
        var run = cli.with("PATH", directory.toString())
                .installedIn(directory)
                .run("connect", "--", "-At")
                .failed(2);

        assertThat(run.err())
                .startsWith("error: psql is not on the PATH, and the arguments after -- need it\nhint: install it");
    }

    @Test
    void withoutPsqlAndATerminalTheHintNamesWhatLoadsAScript() {
        var run = cli.with("PATH", directory.toString())
                .piping("SELECT 1;")
                .run("connect")
                .failed(2);

        assertThat(run.err()).contains("hint: load a script with db-ops schema-load --no-transaction -f FILE");
    }

    /** A psql that writes down what it is called with. */
    private void record(String end) throws IOException {
        var bin = Files.createDirectories(directory.resolve("bin"));
        var psql = bin.resolve("psql");
        Files.writeString(psql, """
            #!/bin/sh
            printf '%%s\\n' "$@" >'%s'
            env >'%s'
            %s
            """.formatted(directory.resolve("arguments"), directory.resolve("environment"), end));
        Files.setPosixFilePermissions(psql, PosixFilePermissions.fromString("rwx------"));
        cli.with("PATH", bin + ":/usr/bin:/bin");
    }
}
