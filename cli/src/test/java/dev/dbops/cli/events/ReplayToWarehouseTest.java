package dev.dbops.cli.events;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dbops.cli.Cli;
import dev.dbops.redshift.standin.RedshiftStandIn;
import dev.dbops.target.ConnectionTarget;
import dev.dbops.testing.TestServer;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** events-replay into a warehouse, as a user has it. */
class ReplayToWarehouseTest {
    private final TestServer server = TestServer.carried();
    private final RedshiftStandIn warehouse = new RedshiftStandIn(server).password("geheim");

    @TempDir
    private Path directory;

    private ConnectionTarget source;
    private Cli cli;

    @BeforeEach
    void aTableThatIsCaptured() {
        source = server.newDatabase();
        cli = new Cli(directory).with(source).with("DWH_CONNECTION_URL", url("handler:geheim@"));
        server.execute(
                source.database(),
                "CREATE TABLE users (id int PRIMARY KEY, name varchar(10), tags text[], at timestamptz)");
        cli.run("triggers-install", "--table", "users").succeeded();
        inSource("INSERT INTO users VALUES (1, 'a', '{x,y}', now()), (2, 'b', NULL, NULL), (3, 'c', '{}', now())");
        inSource("UPDATE users SET name = 'B' WHERE id = 2; DELETE FROM users WHERE id = 3");
    }

    @AfterEach
    void close() {
        assertThat(warehouse.gate().refused()).isEmpty();
        warehouse.close();
    }

    private String url(String login) {
        return "redshift://%s127.0.0.1:%d/%s?sslmode=disable".formatted(login, warehouse.port(), warehouse.database());
    }

    private void inSource(String sql) {
        server.execute(source.database(), sql);
    }

    @Test
    void tablesAreCreatedAndEventsArriveOnce() {
        var replay =
                cli.run("events-replay", "--to", "env:dwh", "--create-tables").succeeded();

        assertThat(replay.out())
                .startsWith("delivered 5 event(s) in ")
                .contains("to db \"%s\" on 127.0.0.1:%d as handler".formatted(warehouse.database(), warehouse.port()));
        assertThat(warehouse.rows("SELECT id, name, tags FROM users ORDER BY id"))
                .containsExactly("1|a|[\"x\", \"y\"]", "2|B|null");
        assertThat(cli.run("events-replay", "--to", "env:dwh").succeeded().out())
                .startsWith("delivered 0 event(s) in ");
        assertThat(replay.err()).doesNotContain("geheim");
    }

    @Test
    void rowsThatWereThereBeforeArriveOnceAndThenTheirChanges() {
        server.execute(source.database(), "CREATE TABLE earlier (id int PRIMARY KEY, n numeric)");
        inSource("INSERT INTO earlier SELECT n, n / 4.0 FROM generate_series(1, 250) n; ANALYZE earlier");
        cli.run("triggers-install", "--table", "earlier").succeeded();
        String[] replay = {"events-replay", "--to", "env:dwh", "--snapshot", "--snapshot-rows", "100", "--create-tables"
        };

        var first = cli.run(replay).succeeded();

        assertThat(first.out())
                .startsWith("delivered 252 event(s) in ")
                .contains("public  earlier        0        0        0          0    250")
                .contains("public  users          0        0        0          0      2");
        inSource("DELETE FROM earlier WHERE id > 3; UPDATE earlier SET n = 0 WHERE id = 2");
        assertThat(cli.run(replay).succeeded().out()).startsWith("delivered 248 event(s) in ");
        assertThat(warehouse.rows("SELECT id, n FROM earlier ORDER BY id"))
                .isEqualTo(server.rows(source.database(), "SELECT id, n FROM earlier ORDER BY id"));
        assertThat(warehouse.rows("SELECT id, name FROM users ORDER BY id")).containsExactly("1|a", "2|B");
    }

    @Test
    void aDryRunOfASnapshotShowsTheDefinitionsOfTablesWithRows() {
        var preview = cli.run(
                        "events-replay",
                        "--to",
                        "env:dwh",
                        "--snapshot",
                        "--create-tables",
                        "--map",
                        "public=app",
                        "--dry-run",
                        "-o",
                        "json")
                .succeeded();

        assertThat(preview.out())
                .contains("\"definitions\":[\"CREATE TABLE IF NOT EXISTS \\\"app\\\".\\\"users\\\" (\\\"id\\\" INTEGER"
                        + " NOT NULL, \\\"name\\\" VARCHAR(40), \\\"tags\\\" SUPER, \\\"at\\\" TIMESTAMPTZ,"
                        + " PRIMARY KEY (\\\"id\\\"))\"]");
    }

    @Test
    void aDryRunShowsTheDefinitionsAndChangesNothing() {
        var preview = cli.run("events-replay", "--to", "env:dwh", "--create-tables", "--dry-run", "-o", "json")
                .succeeded();

        assertThat(preview.out())
                .contains("\"definitions\"")
                .contains("CREATE TABLE IF NOT EXISTS \\\"public\\\".\\\"users\\\" (\\\"id\\\" INTEGER NOT NULL,"
                        + " \\\"name\\\" VARCHAR(40), \\\"tags\\\" SUPER, \\\"at\\\" TIMESTAMPTZ, PRIMARY KEY"
                        + " (\\\"id\\\"))");
        assertThat(preview.err()).contains("would run: CREATE TABLE IF NOT EXISTS \"public\".\"users\"");
        assertThat(warehouse.rows("SELECT count(*) FROM pg_tables WHERE schemaname IN ('public', 'dbops')"))
                .containsExactly("0");
    }

    @Test
    void namesAreMapped() {
        cli.run("events-replay", "--to", url("handler:geheim@"), "--create-tables", "--map", "public=app")
                .succeeded();

        assertThat(warehouse.rows("SELECT id FROM app.users ORDER BY id")).containsExactly("1", "2");
    }

    @Test
    void aWrongPasswordIsExitCode4AndIsNotShown() {
        var refused = cli.run("events-replay", "--to", url("handler:falsch@"));

        assertThat(refused.exitCode()).isEqualTo(4);
        assertThat(refused.err())
                .contains("error: ")
                .contains("cannot connect to db")
                .contains("hint: check user and password (from --to)")
                .doesNotContain("falsch");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--stage s3://Bucket/x | \"s3://Bucket/x\" is not a place in S3",
                "--stage-role arn:aws:iam::123456789012:role/x | --stage-role has no effect without --stage",
                "--stage s3://bucket --stage-role x | \"x\" is not the ARN of a role",
                "--atomic | --atomic is for PostgreSQL",
                "--format debezium | --format",
                "--rotate-size 10MB | apply only to a file or a bucket",
            })
    void unsuitableOptionsAreRefused(String options, String message) {
        var words = ("events-replay --to env:dwh " + options).split(" ");

        var refused = cli.run(words);

        assertThat(refused.exitCode()).isEqualTo(2);
        assertThat(refused.err()).contains(message);
    }

    @Test
    void optionsOfAWarehouseAreRefusedElsewhere() {
        var refused = cli.run("events-replay", "--to", "file:" + directory.resolve("events"), "--create-tables");

        assertThat(refused.exitCode()).isEqualTo(2);
        assertThat(refused.err())
                .contains("--create-tables, --stage and --stage-role apply only to a Redshift warehouse");
    }

    @ParameterizedTest
    @CsvSource({"query,SELECT 1", "sessions,", "schema-dump,", "wait,", "doctor,"})
    void otherCommandsDoNotConnectToAWarehouse(String command, String argument) {
        var run = argument == null
                ? cli.run(command, "--url", url("handler:geheim@"))
                : cli.run(command, "--url", url("handler:geheim@"), argument);

        assertThat(run.exitCode()).isIn(1, 2);
        assertThat(run.out() + run.err()).contains("is Amazon Redshift, and this command is for PostgreSQL");
    }

    @Test
    void deadLettersOfAWarehouseCannotBeRetried() {
        var refused = cli.run("events-dead-letters", "--retry", "1", "--to", "env:dwh");

        assertThat(refused.exitCode()).isEqualTo(2);
        assertThat(refused.err()).contains("is a Redshift warehouse, and single events are applied to PostgreSQL only");
    }
}
