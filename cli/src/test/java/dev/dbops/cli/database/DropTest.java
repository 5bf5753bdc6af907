package dev.dbops.cli.database;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dbops.cli.Cli;
import dev.dbops.postgres.Database;
import dev.dbops.postgres.maintenance.ProtectionMark;
import dev.dbops.target.ConnectionTarget;
import dev.dbops.target.ConnectionUrl;
import dev.dbops.target.Login;
import dev.dbops.target.Password;
import dev.dbops.testing.TestServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DropTest {
    private final TestServer server = TestServer.carried();

    @TempDir
    private Path directory;

    private ConnectionTarget target;
    private Cli cli;

    @BeforeEach
    void pointAtADatabase() {
        target = server.newDatabase();
        cli = new Cli(directory).with(target);
    }

    @Test
    void withoutATerminalItRequiresYes() {
        var refused = cli.run("drop").failed(5);

        assertThat(refused.err())
                .contains("error: this will drop database \"%s\"".formatted(target.database()))
                .contains("hint: if that is meant, pass --yes");
        assertThat(exists()).isTrue();

        assertThat(cli.run("drop", "--yes").succeeded().out())
                .isEqualTo("dropped database \"%s\"\n".formatted(target.database()));
        assertThat(exists()).isFalse();
    }

    @Test
    void atATerminalItAsks() {
        var no = cli.typing("n\n").run("drop", "--no-color").failed(5);
        assertThat(no.err()).contains("Continue? [y/N] ").contains("error: not confirmed; nothing was changed");
        assertThat(exists()).isTrue();

        cli.typing("").run("drop").failed(5);
        assertThat(exists()).isTrue();

        cli.typing("y\n").run("drop", "--no-input").failed(5);
        assertThat(exists()).isTrue();

        cli.typing("y\n").run("drop").succeeded();
        assertThat(exists()).isFalse();
    }

    @Test
    void aMissingDatabaseIsNotAnError() {
        cli.run("drop", "--yes").succeeded();

        var again = cli.run("drop").succeeded();

        assertThat(again.out()).isEqualTo("there is no database \"%s\"\n".formatted(target.database()));
    }

    @Test
    void sessionsInTheWayAreNamedAndEndedByForce() {
        try (var inTheWay = Database.connect(target)) {
            inTheWay.execute("SELECT 1");
            var pid = server.rows(
                            "postgres",
                            "SELECT pid FROM pg_stat_activity WHERE datname = '%s'".formatted(target.database()))
                    .getFirst();

            var refused = cli.run("drop", "--yes").failed(1);

            assertThat(refused.err())
                    .contains(
                            "error: the database \"%s\" is in use by 1 session: %s (postgres from 127.0.0.1, db-ops, idle)"
                                    .formatted(target.database(), pid))
                    .contains("hint: end these sessions with --force, or some of them with db-ops sessions-kill");
            assertThat(exists()).isTrue();

            cli.run("drop", "--yes", "--force").succeeded();
            assertThat(exists()).isFalse();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"postgres", "template0", "template1"})
    void aMaintenanceDatabaseIsNeverDropped(String name) throws IOException {
        Files.writeString(directory.resolve("schema.sql"), "SELECT 1;");
        var maintenance = new Cli(directory).with(server.target(name));

        for (var command : new String[] {"drop", "setup"}) {
            var transcript = maintenance
                    .run(command, "--yes", "--confirm", name, "--force")
                    .failed(5);
            assertThat(transcript.err()).contains("\"%s\" is a maintenance database of the server".formatted(name));
        }
    }

    @Test
    void inProductionTheNameIsRequired() {
        var prod = new Cli(directory).with("PROD_CONNECTION_URL", ConnectionUrl.formatWithPassword(target));

        var refused = prod.run("drop", "prod", "--yes").failed(5);
        assertThat(refused.err())
                .contains("and the target is protected: the environment is prod")
                .contains("hint: if that is meant, pass --confirm " + target.database());

        var other = prod.run("drop", "prod", "--confirm", "another").failed(5);
        assertThat(other.err())
                .contains(
                        "error: --confirm names \"another\", but the target is db \"%s\"".formatted(target.database()));

        var typo = prod.typing("yes\n").run("drop", "prod");
        assertThat(typo.failed(5).err()).contains("type the database's name to continue: ");
        assertThat(exists()).isTrue();

        prod.typing(target.database() + "\n").run("drop", "prod").succeeded();
        assertThat(exists()).isFalse();
    }

    @Test
    void theDatabaseOfProductionIsProtectedHoweverItIsNamed() {
        var url = ConnectionUrl.formatWithPassword(target);
        var there = new Cli(directory).with("LIVE_EU_CONNECTION_URL", url);
        var reason = "the target is protected: it is the database of LIVE_EU_CONNECTION_URL";

        assertThat(there.run("drop", "--yes", "--url", url).failed(5).err()).contains(reason);
        assertThat(there.with("DATABASE_URL", url)
                        .run("drop", "--yes")
                        .failed(5)
                        .err())
                .contains(reason);
        assertThat(exists()).isTrue();
    }

    @Test
    void theFlagIsShownAsItIsTypedIntoAShell() {
        server.execute("postgres", "DROP DATABASE IF EXISTS \"it's ours\"");
        server.execute("postgres", "CREATE DATABASE \"it's ours\"");
        var odd = ConnectionUrl.formatWithPassword(server.target("it's ours"));

        var refused = new Cli(directory).with("PROD_CONNECTION_URL", odd).run("drop", "prod");

        assertThat(refused.failed(5).err()).contains("pass --confirm 'it'\\''s ours'\n");
    }

    @Test
    void theNameAsAFlagConfirmsWithoutATerminal() {
        var prod = new Cli(directory).with("PRODUCTION_CONNECTION_URL", ConnectionUrl.formatWithPassword(target));

        prod.run("drop", "-e", "production", "--confirm", target.database()).succeeded();

        assertThat(exists()).isFalse();
    }

    @Test
    void theMarkInTheDatabaseProtectsItWhereverItIsReachedFrom() {
        try (var database = Database.connect(target)) {
            new ProtectionMark(database).set();
        }

        var refused = cli.run("drop", "--yes").failed(5);

        assertThat(refused.err()).contains("the target is protected: the database is marked as protected");
        assertThat(exists()).isTrue();
        cli.run("drop", "--confirm", target.database()).succeeded();
        assertThat(exists()).isFalse();
    }

    @Test
    void aMarkedDatabaseThatAcceptsNoConnectionsIsProtected() {
        try (var database = Database.connect(target)) {
            new ProtectionMark(database).set();
        }
        server.execute("postgres", "ALTER DATABASE %s ALLOW_CONNECTIONS false".formatted(target.database()));

        var refused = cli.run("drop", "--yes").failed(5);

        assertThat(refused.err()).contains("the target is protected: the database is marked as protected");
        assertThat(exists()).isTrue();
        cli.run("drop", "--confirm", target.database()).succeeded();
        assertThat(exists()).isFalse();
    }

    @Test
    void aDatabaseWithAnUnreadableMarkIsProtected() {
        server.execute("postgres", "ALTER DATABASE %s ALLOW_CONNECTIONS false".formatted(target.database()));

        assertThat(cli.run("drop", "--yes").failed(5).err())
                .contains("the target is protected: db-ops cannot read whether the database is marked as protected");
        assertThat(exists()).isTrue();
    }

    @Test
    void aHalfDroppedDatabaseIsNot() {
        server.execute(
                "postgres",
                "UPDATE pg_database SET datconnlimit = -2 WHERE datname = '%s'".formatted(target.database()));

        cli.run("drop", "--yes").succeeded();

        assertThat(exists()).isFalse();
    }

    @Test
    void aMarkOfAnEarlierBuildIsFoundAndProtectsEvenIfTheRoleCannotReadIt() {
        server.execute(target.database(), """
            CREATE SCHEMA dbops;
            CREATE TABLE dbops.setting (name text PRIMARY KEY, value jsonb NOT NULL);
            INSERT INTO dbops.setting VALUES ('protected', 'true');
            DROP ROLE IF EXISTS without_usage;
            CREATE ROLE without_usage LOGIN PASSWORD '%s'
            """.formatted(TestServer.PASSWORD));
        var guest = target.as(new Login("without_usage", new Password(TestServer.PASSWORD)));

        assertThat(cli.run("drop", "--yes").failed(5).err()).contains("the database is marked as protected");
        assertThat(new Cli(directory)
                        .with(guest)
                        .run("query", "--write", "DELETE FROM pg_class")
                        .failed(5)
                        .err())
                .contains("db-ops cannot read whether the database is marked as protected");
    }

    @Test
    void theMarkKeepsTheCommentAndEveryRoleReadsIt() {
        server.execute("postgres", "COMMENT ON DATABASE %s IS 'The shop''s'".formatted(target.database()));
        server.execute("postgres", "DROP ROLE IF EXISTS reader");
        server.execute("postgres", "CREATE ROLE reader LOGIN PASSWORD '%s'".formatted(TestServer.PASSWORD));
        try (var database = Database.connect(target)) {
            new ProtectionMark(database).set();
            new ProtectionMark(database).set();
        }

        assertThat(server.rows(
                        "postgres",
                        "SELECT shobj_description(oid, 'pg_database') FROM pg_database WHERE datname = '%s'"
                                .formatted(target.database())))
                .containsExactly("The shop's [protected by db-ops]");
        var reader = new Cli(directory).with(target.as(new Login("reader", new Password(TestServer.PASSWORD))));
        assertThat(reader.run("drop", "--yes").failed(5).err()).contains("the database is marked as protected");
    }

    @ParameterizedTest
    @ValueSource(strings = {"größe", "ends with a space ", " begins so", "日本"})
    void everyNameCanBeTyped(String name) {
        server.execute("postgres", "DROP DATABASE IF EXISTS \"%s\"".formatted(name));
        server.execute("postgres", "CREATE DATABASE \"%s\"".formatted(name));
        var prod =
                new Cli(directory).with("PROD_CONNECTION_URL", ConnectionUrl.formatWithPassword(server.target(name)));
        var there = "SELECT 1 FROM pg_database WHERE datname = '%s'".formatted(name);

        if (!name.strip().equals(name)) {
            prod.typing(name.strip() + "\n").run("drop", "prod").failed(5);
            prod.run("drop", "prod", "--confirm", name.strip()).failed(5);
        }
        assertThat(server.rows("postgres", there)).hasSize(1);
        prod.typing(name + "\r\n").run("drop", "prod").succeeded();
        assertThat(server.rows("postgres", there)).isEmpty();
        server.execute("postgres", "CREATE DATABASE \"%s\"".formatted(name));
        prod.run("drop", "prod", "--confirm", name).succeeded();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "drop",
                "setup",
                "schema-load -f schema.sql",
                "seed -f schema.sql",
                "seed --csv a=a.csv",
                "query --write SELECT;",
                "migrate --dir migrations",
                "triggers-remove --all",
                "sessions-kill --user nobody"
            })
    void aDryRunSaysThatAWrongNameIsWrong(String command) throws IOException {
        Files.writeString(directory.resolve("schema.sql"), "SELECT 1;");
        Files.writeString(directory.resolve("a.csv"), "a\n1\n");
        Files.createDirectories(directory.resolve("migrations"));
        Files.writeString(directory.resolve("migrations/V1__a.sql"), "SELECT 1;");

        var words = (command + " --dry-run --confirm wrong").split(" ");

        assertThat(cli.run(words).failed(5).err())
                .contains("error: --confirm names \"wrong\", but the target is db \"%s\"".formatted(target.database()));
    }

    @Test
    void aDryRunDropsNothing() {
        assertThat(cli.run("drop", "--dry-run").succeeded().out())
                .isEqualTo("would drop database \"%s\"\n".formatted(target.database()));
        assertThat(exists()).isTrue();
    }

    private boolean exists() {
        return !server.rows("postgres", "SELECT 1 FROM pg_database WHERE datname = '%s'".formatted(target.database()))
                .isEmpty();
    }
}
