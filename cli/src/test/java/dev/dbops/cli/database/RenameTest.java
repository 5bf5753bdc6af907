package dev.dbops.cli.database;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dbops.cli.Cli;
import dev.dbops.postgres.Database;
import dev.dbops.postgres.maintenance.ProtectionMark;
import dev.dbops.target.ConnectionTarget;
import dev.dbops.target.ConnectionUrl;
import dev.dbops.testing.TestServer;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RenameTest {
    private final TestServer server = TestServer.carried();

    @TempDir
    private Path directory;

    private ConnectionTarget target;
    private String newName;
    private Cli cli;

    @BeforeEach
    void pointAtADatabase() {
        target = server.newDatabase();
        newName = target.database() + "_old";
        cli = new Cli(directory).with(target);
    }

    @Test
    void itKeepsTheRowsAndNamesTheVariableToChange() {
        server.execute(target.database(), "CREATE TABLE t AS SELECT 42 AS answer");

        var refused = cli.run("rename", newName).failed(5);
        assertThat(refused.err())
                .contains(
                        "error: this will rename database \"%s\" to \"%s\", and clients of \"%1$s\" can connect no more"
                                .formatted(target.database(), newName))
                .contains("hint: if that is meant, pass --yes");
        assertThat(names()).containsExactly(target.database());

        var renamed = cli.run("rename", newName, "--yes").succeeded();

        assertThat(renamed.out())
                .isEqualTo("renamed database \"%s\" to \"%s\"\n".formatted(target.database(), newName));
        assertThat(renamed.err()).contains("CONNECTION_URL must name \"%s\" from now on".formatted(newName));
        assertThat(server.rows(newName, "SELECT answer FROM t")).containsExactly("42");
        assertThat(names()).containsExactly(newName);
    }

    @Test
    void sessionsInTheWayAreNamedAndEndedByForce() {
        try (var inTheWay = Database.connect(target)) {
            inTheWay.execute("SELECT 1");

            assertThat(cli.run("rename", newName, "--yes").failed(1).err())
                    .contains("error: the database \"%s\" is in use by 1 session: ".formatted(target.database()))
                    .contains("hint: end these sessions with --force");

            cli.run("rename", newName, "--yes", "--force", "-o", "json").succeeded();
            assertThat(names()).containsExactly(newName);
        }
    }

    @Test
    void aMarkedDatabaseRequiresItsNameAndStaysMarked() {
        try (var database = Database.connect(target)) {
            new ProtectionMark(database).set();
        }

        assertThat(cli.run("rename", newName, "--yes").failed(5).err())
                .contains("the target is protected: the database is marked as protected");
        assertThat(cli.run("rename", newName, "--confirm", newName).failed(5).err())
                .contains("--confirm names \"%s\", but the target is".formatted(newName));
        cli.run("rename", newName, "--confirm", target.database()).succeeded();

        assertThat(cli.with(server.target(newName))
                        .run("drop", "--yes")
                        .failed(5)
                        .err())
                .contains("the database is marked as protected");
    }

    @Test
    void aTakenNameTheOwnNameAndAMissingDatabaseAreErrors() {
        var taken = server.newDatabase().database();

        assertThat(cli.run("rename", taken, "--yes").failed(1).err())
                .contains("error: the database \"%s\" already exists".formatted(taken))
                .contains("hint: choose another name");
        assertThat(cli.run("rename", target.database(), "--yes").failed(2).err())
                .contains("error: the database is already called \"%s\"".formatted(target.database()));
        assertThat(cli.run("rename").failed(2).err()).contains("error: the new name is missing");
        assertThat(cli.with(server.target("nowhere"))
                        .run("rename", newName, "--yes")
                        .failed(1)
                        .err())
                .contains("error: there is no database \"nowhere\"");
    }

    @Test
    void aNameThatTheServerWouldCutAndThoseOfItsOwnDatabasesAreRefused() {
        assertThat(cli.run("rename", "ä".repeat(32), "--yes").failed(2).err())
                .contains("error: the new name is longer than 63 bytes");
        assertThat(cli.run("rename", "postgres", "--yes").failed(2).err())
                .contains("error: \"postgres\" is the name of a maintenance database of the server")
                .doesNotContain("drop");
        assertThat(names()).containsExactly(target.database());

        cli.run("rename", "ä".repeat(31), "--yes").succeeded();
        cli.with(server.target("ä".repeat(31))).run("rename", newName, "--yes").succeeded();
    }

    @ParameterizedTest
    @ValueSource(strings = {"postgres", "template0", "template1"})
    void aMaintenanceDatabaseIsNeverRenamed(String name) {
        assertThat(cli.with(server.target(name))
                        .run("rename", newName, "--yes", "--confirm", name, "--force")
                        .failed(5)
                        .err())
                .contains("\"%s\" is a maintenance database of the server and is never renamed".formatted(name));
    }

    @Test
    void anyNameIsQuoted() {
        var odd = newName + " it's \"so\"; DROP";

        cli.run("rename", odd, "--yes").succeeded();

        assertThat(names()).containsExactly(odd);
        cli.with(server.target(odd)).run("rename", newName, "--yes").succeeded();
    }

    @Test
    void aDryRunRenamesNothing() {
        assertThat(cli.run("rename", newName, "--dry-run").succeeded().out())
                .isEqualTo("would rename database \"%s\" to \"%s\"\n".formatted(target.database(), newName));
        assertThat(names()).containsExactly(target.database());
    }

    @Test
    void theEnvironmentFollowsTheName() {
        var prod = new Cli(directory).with("PROD_CONNECTION_URL", ConnectionUrl.formatWithPassword(target));

        assertThat(prod.run("rename", newName, "prod", "--yes").failed(5).err())
                .contains("the target is protected: the environment is prod");
        assertThat(prod.run("rename", newName, "prod", "--confirm", target.database())
                        .succeeded()
                        .err())
                .contains("PROD_CONNECTION_URL must name");
    }

    @Test
    void theErrorOfARenameInSqlNamesTheCommand() {
        var sql = "ALTER DATABASE %s RENAME TO %s".formatted(target.database(), newName);

        assertThat(cli.run("query", "--write", sql).failed(3).err())
                .contains("so that only another one can rename it: db-ops rename NAME");
    }

    private List<String> names() {
        return server.rows(
                "postgres",
                "SELECT datname FROM pg_database WHERE datname LIKE '%s%%' ORDER BY 1".formatted(target.database()));
    }
}
