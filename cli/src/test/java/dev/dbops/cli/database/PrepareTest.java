package dev.dbops.cli.database;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dbops.aws.AwsEmulator;
import dev.dbops.aws.EmulatedUserPool;
import dev.dbops.cli.Cli;
import dev.dbops.target.ConnectionTarget;
import dev.dbops.testing.TestServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PrepareTest {
    private final AwsEmulator aws = AwsEmulator.reset();
    private final TestServer server = TestServer.carried();
    private final ConnectionTarget target = server.unusedDatabase();

    @TempDir
    private Path directory;

    private Cli cli;

    @BeforeEach
    void writeTheProject() throws IOException {
        var files = Files.createDirectories(directory.resolve("backend-flask/db"));
        Files.copy(Path.of("../schema.sql"), files.resolve("schema.sql"));
        Files.copy(Path.of("../seed.sql"), files.resolve("seed.sql"));
        cli = new Cli(directory).with(aws.variables()).with(target);
    }

    @Test
    void everythingIsMadeOnceAndKeptAfterwards() {
        assertThat(cli.run("prepare").succeeded().out()).isEqualTo("""
            PART               STATE    DETAIL
            database           created  %s
            tables             loaded   2 tables
            table of messages  created  cruddur-messages
            messages           written  104 messages
            """.formatted(target.database()));

        assertThat(cli.run("prepare", "-o", "csv").succeeded().out()).isEqualTo("""
            part,state,detail
            database,kept,%s
            tables,kept,2 tables
            table of messages,kept,cruddur-messages
            messages,written,104 messages
            """.formatted(target.database()));
        assertThat(cli.run("query", "--value", "SELECT count(*) FROM users").out())
                .isEqualTo("2\n");
        assertThat(cli.run("ddb-conversation", "--limit", "500", "-o", "csv")
                        .succeeded()
                        .out()
                        .lines())
                .hasSize(105);
    }

    @Test
    void aConversationWithOlderMessagesShowsTheNewestAfterwards() {
        cli.run("prepare").succeeded();
        cli.run("ddb-drop", "--yes").succeeded();
        cli.run("ddb-create").succeeded();
        cli.run("ddb-seed", "--at", "2020-01-01T10:00").succeeded();

        cli.run("prepare").succeeded();

        assertThat(cli.run("ddb-conversations", "-o", "csv").succeeded().out())
                .hasLineCount(2)
                .contains("2026-11-29T10:44:00+00:00");
    }

    @Test
    void theUserIdsAreWrittenEachTime() {
        var pool = new EmulatedUserPool(aws, "users");
        pool.user("ada-login", "preferred_username", "ada");
        cli.with("AWS_COGNITO_USER_POOL_ID", pool.id().substring(0, pool.id().length() - 1));
        assertThat(cli.run("prepare").failed(2).err()).contains("did you mean");
        cli.with("AWS_COGNITO_USER_POOL_ID", pool.id());

        assertThat(cli.run("prepare", "-o", "csv").succeeded().out())
                .contains("tables,kept", "user pool,updated,", "messages,written");

        assertThat(cli.run("query", "--value", "SELECT count(cognito_user_id) FROM users")
                        .out())
                .isEqualTo("1\n");
    }

    @Test
    void aFailureIsReportedBehindWhatWasDone() {
        aws.fail("dynamodb:CreateTable", "AccessDeniedException", 400, 1);

        var failed = cli.run("prepare").failed(4);

        assertThat(failed.out()).contains("database  created").doesNotContain("table of messages");
        assertThat(failed.err()).contains("AWS denies dynamodb:CreateTable");
        assertThat(cli.run("prepare").succeeded().out())
                .contains("tables             kept", "table of messages  created");
    }

    @Test
    void nothingIsCreatedWhereDynamoDbIsMissing() {
        cli.with("AWS_ENDPOINT_URL", "http://127.0.0.1:1");

        assertThat(cli.run("prepare").failed(4).err()).contains("nothing listens at http://127.0.0.1:1");

        assertThat(server.rows(
                        "postgres", "SELECT 1 FROM pg_database WHERE datname = '%s'".formatted(target.database())))
                .isEmpty();
        assertThat(cli.run("prepare", "--no-dynamodb").succeeded().out()).doesNotContain("messages");
    }

    @Test
    void aDryRunSaysWhatWouldBeDone() {
        assertThat(cli.run("prepare", "--dry-run").succeeded().out())
                .isEqualTo(("would create database \"%s\", load backend-flask/db/schema.sql, and load"
                                + " backend-flask/db/seed.sql, where it has no tables; and create and fill table"
                                + " \"cruddur-messages\"\n")
                        .formatted(target.database()));
        assertThat(cli.run("prepare", "--dry-run", "-o", "json").succeeded().out())
                .contains(
                        "\"seed\":\"backend-flask/db/seed.sql\"",
                        "\"user_pool\":null",
                        "\"table\":\"cruddur-messages\"");
        assertThat(server.rows(
                        "postgres", "SELECT 1 FROM pg_database WHERE datname = '%s'".formatted(target.database())))
                .isEmpty();
    }
}
