package dev.dbops.aws.dataapi;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dbops.testing.TestServer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The aws CLI takes the stand-in for the Data API. */
class AuroraStandInTest {
    private final TestServer postgres = TestServer.carried();
    private AuroraStandIn api;
    private String database;

    @TempDir
    private Path directory;

    @BeforeEach
    void start() {
        database = postgres.newDatabase().database();
        api = new AuroraStandIn(postgres::jdbcUrl);
    }

    @AfterEach
    void stop() throws SQLException {
        api.close();
    }

    /** Runs {@code aws rds-data}, and returns what it prints. */
    private String aws(String operation, String... more) throws IOException, InterruptedException {
        var command = new ArrayList<>(List.of("aws", "rds-data", operation, "--endpoint-url", api.url()));
        command.addAll(List.of("--resource-arn", AuroraStandIn.CLUSTER, "--secret-arn", AuroraStandIn.SECRET));
        command.addAll(List.of(more));
        var builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put("AWS_ACCESS_KEY_ID", "AKIAIOSFODNN7EXAMPLE");
        builder.environment().put("AWS_SECRET_ACCESS_KEY", "secret");
        builder.environment().put("AWS_DEFAULT_REGION", "eu-central-1");
        builder.environment().put("AWS_MAX_ATTEMPTS", "1");
        var process = builder.directory(directory.toFile()).start();
        var text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        return text.strip();
    }

    @Test
    void theAwsCliUsesTransactionsParametersAndTypedFields() throws IOException, InterruptedException {
        var id = aws("begin-transaction", "--database", database, "--query", "transactionId", "--output", "text");
        aws(
                "execute-statement",
                "--database",
                database,
                "--transaction-id",
                id,
                "--sql",
                "CREATE TABLE t AS SELECT :a::int AS a",
                "--parameters",
                "[{\"name\": \"a\", \"value\": {\"longValue\": 7}}]");
        assertThat(aws("commit-transaction", "--transaction-id", id)).contains("Transaction Committed");
        assertThat(aws(
                        "execute-statement",
                        "--database",
                        database,
                        "--include-result-metadata",
                        "--output",
                        "json",
                        "--sql",
                        "SELECT a, a > 5 AS b, NULL::text AS c, 'x' AS d FROM t"))
                .contains("\"longValue\": 7", "\"booleanValue\": true", "\"isNull\": true", "\"stringValue\": \"x\"")
                .contains("\"typeName\": \"int4\"", "\"label\": \"b\"");
        assertThat(aws("execute-statement", "--database", database, "--sql", "SELECT * FROM nothing"))
                .contains("DatabaseErrorException")
                .contains("ERROR: relation \"nothing\" does not exist; Position: 15; SQLState: 42P01");
        assertThat(aws("execute-statement", "--database", database, "--sql", "SELECT '(1,2)'::point"))
                .contains("UnsupportedResultException", "unsupported data type point");
    }
}
