package dev.dbops.cli.database;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dbops.cli.Cli;
import dev.dbops.target.ConnectionTarget;
import dev.dbops.target.ConnectionUrl;
import dev.dbops.testing.TestServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CreateTest {
    private final TestServer server = TestServer.carried();

    @TempDir
    private Path directory;

    private ConnectionTarget target;
    private Cli cli;

    @BeforeEach
    void pointAtAMissingDatabase() {
        target = server.unusedDatabase();
        cli = new Cli(directory).with(target);
    }

    @Test
    void createsTheDatabaseAndSaysWhere() {
        var transcript = cli.run("create").succeeded();

        assertThat(transcript.out()).isEqualTo("created database \"%s\"\n".formatted(target.database()));
        assertThat(transcript.err())
                .isEqualTo("target: db \"%s\" on 127.0.0.1:%d as postgres (from CONNECTION_URL)\n"
                        .formatted(target.database(), server.port()));
        assertThat(databases()).containsExactly(target.database());
    }

    @Test
    void theSecondRunSaysThatTheDatabaseExists() {
        cli.run("create").succeeded();

        var again = cli.run("create").succeeded();
        var strict = cli.run("create", "--fail-if-exists").failed(1);

        assertThat(again.out()).isEqualTo("database \"%s\" already exists\n".formatted(target.database()));
        assertThat(strict.out()).isEmpty();
        assertThat(strict.err())
                .contains("error: the database \"%s\" already exists".formatted(target.database()))
                .contains("hint: to replace it, first delete it with all its rows: db-ops drop");
    }

    @Test
    void aNameThatTheServerWouldCutIsRefused() throws IOException {
        Files.writeString(directory.resolve("schema.sql"), "");
        Files.writeString(directory.resolve("seed.sql"), "");
        var longName = "ä".repeat(32);
        cli.with(server.target(longName));

        for (var command : List.of("create", "setup")) {
            assertThat(cli.run(command, "--yes").failed(2).err())
                    .contains("error: the database name is longer than 63 bytes: \"%s\"".formatted(longName))
                    .doesNotContain("created");
        }
        assertThat(server.rows("postgres", "SELECT 1 FROM pg_database WHERE datname LIKE 'ää%'"))
                .isEmpty();
    }

    @Test
    void ownerEncodingAndTemplateAreAsRequested() {
        server.execute("postgres", "DROP ROLE IF EXISTS \"The Owner\"");
        server.execute("postgres", "CREATE ROLE \"The Owner\"");

        cli.run("create", "--owner", "The Owner", "--encoding", "SQL_ASCII", "--template", "template0")
                .succeeded();

        assertThat(server.rows(
                        "postgres",
                        "SELECT pg_get_userbyid(datdba), pg_encoding_to_char(encoding) FROM pg_database WHERE datname = '%s'"
                                .formatted(target.database())))
                .containsExactly("The Owner|SQL_ASCII");
    }

    @Test
    void anUnknownOwnerEncodingOrTemplateIsTheServersError() {
        assertThat(cli.run("create", "--owner", "nobody there").failed(3).err())
                .contains("error: role \"nobody there\" does not exist (SQLSTATE 42704)");
        assertThat(cli.run("create", "--encoding", "KLINGON").failed(3).err())
                .contains("error: KLINGON is not a valid encoding name (SQLSTATE 42704)");
        assertThat(cli.run("create", "--template", "none").failed(3).err())
                .contains("error: template database \"none\" does not exist (SQLSTATE 3D000)");
        assertThat(databases()).isEmpty();
    }

    @Test
    void aDryRunCreatesNothing() {
        var transcript = cli.run("create", "--dry-run").succeeded();

        assertThat(transcript.out()).isEqualTo("would create database \"%s\"\n".formatted(target.database()));
        assertThat(databases()).isEmpty();
    }

    @Test
    void theResultIsOneJsonObject() {
        var transcript = cli.run("-o", "json", "-q", "create").succeeded();

        assertThat(transcript.out()).isEqualTo("{\"database\":\"%s\",\"created\":true}\n".formatted(target.database()));
        assertThat(transcript.err()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"Upper and space", "quote\"d", "semi;colon", "select", "größe", "per%cent", "back\\slash"})
    void aNameThatNeedsQuotesIsCreatedAndDropped(String name) {
        var odd = new Cli(directory).with(server.target(name));

        odd.run("create").succeeded();
        assertThat(server.rows("postgres", "SELECT datname FROM pg_database")).contains(name);

        odd.run("drop", "--yes").succeeded();
        assertThat(server.rows("postgres", "SELECT datname FROM pg_database")).doesNotContain(name);
    }

    @Test
    void aRoleWithSpecialCharactersInItsNameConnectsAsItself() {
        server.execute("postgres", "DROP ROLE IF EXISTS \"o'b@r:n/%#? x\"");
        server.execute("postgres", "CREATE ROLE \"o'b@r:n/%#? x\" LOGIN CREATEDB");
        var odd = new ConnectionTarget(
                target.hosts(),
                target.database(),
                "o'b@r:n/%#? x",
                target.password(),
                target.parameters(),
                target.origin());

        new Cli(directory).with(odd).run("create").succeeded();

        assertThat(server.rows(
                        "postgres",
                        "SELECT pg_get_userbyid(datdba) FROM pg_database WHERE datname = '%s'"
                                .formatted(target.database())))
                .containsExactly("o'b@r:n/%#? x");
    }

    @Test
    void aRoleWithoutThePrivilegeToCreateGetsAnError() {
        server.execute("postgres", "DROP ROLE IF EXISTS plain");
        server.execute("postgres", "CREATE ROLE plain LOGIN");
        var plain = new ConnectionTarget(
                target.hosts(), target.database(), "plain", target.password(), target.parameters(), target.origin());

        var transcript = new Cli(directory).with(plain).run("create").failed(3);

        assertThat(transcript.err())
                .contains("error: permission denied to create database (SQLSTATE 42501)")
                .contains("hint: connect as a role that has this privilege");
    }

    @Test
    void theEnvironmentMayBeTheLastArgument() {
        var staging = server.unusedDatabase();
        cli.with("STAGING_CONNECTION_URL", ConnectionUrl.formatWithPassword(staging));

        var transcript = cli.run("create", "staging").succeeded();

        assertThat(transcript.err()).contains("(from STAGING_CONNECTION_URL)");
        assertThat(databases()).isEmpty();
        assertThat(cli.run("create", "-e", "other", "staging").failed(2).err())
                .contains("error: --env and the last argument name different databases");
    }

    private List<String> databases() {
        return server.rows(
                "postgres", "SELECT datname FROM pg_database WHERE datname = '%s'".formatted(target.database()));
    }
}
