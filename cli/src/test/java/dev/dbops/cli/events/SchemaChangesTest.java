package dev.dbops.cli.events;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dbops.cli.Cli;
import dev.dbops.target.ConnectionTarget;
import dev.dbops.target.ConnectionUrl;
import dev.dbops.testing.TestServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Changes of captured tables' definitions, as a user has them. */
class SchemaChangesTest {
    private static final String CHANGE = "INSERT INTO users VALUES (1, 'a'); ALTER TABLE users ADD COLUMN age int;"
            + " INSERT INTO users VALUES (2, 'b', 3)";

    private final TestServer server = TestServer.carried();

    @TempDir
    private Path directory;

    private ConnectionTarget source;
    private ConnectionTarget target;
    private Cli cli;

    @BeforeEach
    void pointAtTwoDatabases() {
        source = server.newDatabase();
        target = server.newDatabase();
        cli = new Cli(directory).with(source).with("COPY_CONNECTION_URL", ConnectionUrl.formatWithPassword(target));
        for (var database : List.of(source, target)) {
            server.execute(database.database(), "CREATE TABLE users (id int PRIMARY KEY, name text)");
        }
    }

    private void inSource(String sql) {
        server.execute(source.database(), sql);
    }

    @Test
    void theyAreInstalledListedAndRemoved() {
        assertThat(cli.run("triggers-install", "--table", "users", "--ddl", "-o", "json")
                        .succeeded()
                        .out())
                .isEqualTo("[{\"table\":\"*\",\"kind\":\"ddl\",\"state\":\"installed\"},"
                        + "{\"table\":\"public.users\",\"kind\":\"events\",\"state\":\"installed\"}]\n");
        assertThat(cli.run("triggers-install", "--ddl").succeeded().out()).contains("*      ddl   unchanged");
        assertThat(cli.run("triggers-list").succeeded().out()).containsPattern("\\* +ddl +schema +postgres");

        inSource("ALTER EVENT TRIGGER dbops_schema_dropped DISABLE");
        assertThat(cli.run("triggers-list").succeeded().err())
                .contains("warning: * (ddl): event trigger dbops_schema_dropped is disabled");

        assertThat(cli.run("triggers-remove", "--ddl", "--dry-run").succeeded().out())
                .contains("*      ddl   removed");
        assertThat(cli.run("triggers-remove", "--ddl").succeeded().out()).contains("*      ddl   removed");
        assertThat(cli.run("triggers-remove", "--ddl").succeeded().out()).contains("no such triggers were found");
        assertThat(cli.run("triggers-list").succeeded().out())
                .contains("public.users")
                .doesNotContain("ddl");
    }

    @Test
    void aDryRunPrintsTheStatements() {
        var script =
                cli.run("triggers-install", "--ddl", "--dry-run").succeeded().out();

        assertThat(server.rows(source.database(), "SELECT to_regnamespace('dbops') IS NULL"))
                .containsExactly("t");
        server.execute(source.database(), script);
        assertThat(cli.run("triggers-install", "--ddl").succeeded().out()).contains("unchanged");
    }

    @Test
    void aRoleWithoutThePrivilegeGetsASentence() {
        var role = source.database() + "_role";
        inSource(
                "CREATE ROLE %2$s LOGIN; GRANT CREATE ON DATABASE \"%1$s\" TO %2$s".formatted(source.database(), role));
        var plain = new Cli(directory)
                .with(new ConnectionTarget(
                        source.hosts(),
                        source.database(),
                        role,
                        Optional.empty(),
                        source.parameters(),
                        source.origin()));

        var refused = plain.run("triggers-install", "--ddl");

        assertThat(refused.exitCode()).isEqualTo(3);
        assertThat(refused.err())
                .contains("error: role \"" + role + "\" may not create or drop event triggers")
                .contains("hint: connect as a superuser, or on Amazon RDS as a member of rds_superuser");
    }

    @Test
    void theyAreShownInTheirPlace() {
        cli.run("triggers-install", "--table", "users", "--ddl").succeeded();
        inSource(CHANGE);

        var text = cli.run("events-list", "--format", "text").succeeded().out();
        assertThat(text.lines().map(line -> line.split(" ")[1]))
                .containsExactly("schema", "insert", "schema", "insert");
        assertThat(text).contains("schema public.users ALTER TABLE: ALTER TABLE users ADD COLUMN age int");
        assertThat(cli.run("events-list", "--op", "schema", "--format", "json")
                        .succeeded()
                        .out())
                .hasLineCount(2)
                .contains("\"event_type\": \"SCHEMA\"", "\"payload\": {\"schema_change\": {\"after\": {");
        assertThat(cli.run("events-list", "--format", "debezium").succeeded().out())
                .hasLineCount(2);
        var refused = cli.run("events-list", "--op", "schema", "--format", "debezium");
        assertThat(refused.exitCode()).isEqualTo(2);
        assertThat(refused.err()).contains("error: --op schema does not go with --format debezium");
    }

    @Test
    void aReplayStopsUntilTheTargetHasFollowed() throws IOException {
        cli.run("triggers-install", "--table", "users", "--ddl").succeeded();
        inSource(CHANGE);
        var replay = new String[] {"events-replay", "--to", "env:copy", "--on-error", "dead-letter"};

        var stopped = cli.run(replay);
        assertThat(stopped.exitCode()).isEqualTo(1);
        assertThat(stopped.err())
                .contains("is ALTER TABLE of public.users in the source, and the target has no column \"age\" of type"
                        + " integer in table public.users")
                .contains("hint: change the target likewise and run this again");
        assertThat(server.rows(target.database(), "SELECT * FROM users")).containsExactly("1|a");

        server.execute(target.database(), "ALTER TABLE users ADD COLUMN age int");
        cli.run(replay).succeeded();
        assertThat(server.rows(target.database(), "SELECT * FROM users ORDER BY id"))
                .containsExactly("1|a|null", "2|b|3");

        inSource("ALTER TABLE users DROP COLUMN age");
        assertThat(cli.run("events-replay", "--to", "env:copy", "--on-schema-change", "warn")
                        .succeeded()
                        .err())
                .contains("warning: event ")
                .contains("and the target still has column \"age\" in table public.users");

        var file = directory.resolve("events");
        cli.run("events-replay", "--to", "file:" + file).succeeded();
        assertThat(Files.readAllLines(file).stream().map(line -> line.replaceAll(".*event_type\": \"(\\w+).*", "$1")))
                .containsExactly("SCHEMA", "INSERT", "SCHEMA", "INSERT", "SCHEMA");
    }
}
