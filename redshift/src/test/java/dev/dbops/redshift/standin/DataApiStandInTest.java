package dev.dbops.redshift.standin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dbops.aws.AwsClients;
import dev.dbops.aws.AwsSettings;
import dev.dbops.aws.MfaPrompt;
import dev.dbops.testing.TestServer;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.redshiftdata.RedshiftDataClient;
import software.amazon.awssdk.services.redshiftdata.model.DescribeStatementResponse;
import software.amazon.awssdk.services.redshiftdata.model.Field;
import software.amazon.awssdk.services.redshiftdata.model.ResourceNotFoundException;
import software.amazon.awssdk.services.redshiftdata.model.SqlParameter;
import software.amazon.awssdk.services.redshiftdata.model.StatusString;
import software.amazon.awssdk.services.redshiftdata.model.SubStatementData;
import software.amazon.awssdk.services.redshiftdata.model.ValidationException;

class DataApiStandInTest {
    private static final String INSERT = "INSERT INTO \"t\" (\"a\", \"b\") VALUES (:a, ':b'), (2, :b)";

    private final RedshiftStandIn redshift = new RedshiftStandIn(TestServer.carried());
    private final DataApiStandIn api = new DataApiStandIn(redshift);
    private final AwsClients aws = new AwsClients(
            new AwsSettings(
                    Map.of(
                            "AWS_ENDPOINT_URL_REDSHIFT_DATA", api.url(),
                            "AWS_ACCESS_KEY_ID", "AKIAIOSFODNN7EXAMPLE",
                            "AWS_SECRET_ACCESS_KEY", "secret"),
                    Path.of("target"),
                    Optional.empty(),
                    "test",
                    MfaPrompt.NONE),
            Optional.of("eu-central-1"));
    private final RedshiftDataClient client = aws.redshiftData();

    @BeforeEach
    void prepare() throws SQLException {
        new StandInClient(redshift)
                .run("CREATE TABLE \"t\" (\"a\" BIGINT, \"b\" VARCHAR(10), \"c\" BOOLEAN, \"d\" REAL)");
    }

    @AfterEach
    void close() {
        aws.close();
        api.close();
        redshift.close();
    }

    private String batch(String token, Map<String, String> parameters, String... sqls) {
        return client.batchExecuteStatement(request -> request.workgroupName("warehouse")
                        .database(redshift.database())
                        .clientToken(token)
                        .parameters(list(parameters))
                        .sqls(sqls))
                .id();
    }

    private static List<SqlParameter> list(Map<String, String> parameters) {
        return parameters.isEmpty()
                ? null
                : parameters.entrySet().stream()
                        .map(one -> SqlParameter.builder()
                                .name(one.getKey())
                                .value(one.getValue())
                                .build())
                        .toList();
    }

    private String execute(String sql) {
        return client.executeStatement(request -> request.clusterIdentifier("cluster")
                        .dbUser("awsuser")
                        .database(redshift.database())
                        .sql(sql))
                .id();
    }

    private DescribeStatementResponse end(String id) {
        while (true) {
            var description = client.describeStatement(request -> request.id(id));
            if (description.status() != StatusString.SUBMITTED && description.status() != StatusString.STARTED) {
                return description;
            }
        }
    }

    @Test
    void aBatchSharesItsParametersAndItsTransaction() {
        var parameters = Map.of("a", "1", "b", "it's", "id", "2");
        var id = batch("1", parameters, INSERT, "DELETE FROM \"t\" WHERE \"a\" = :id", "SELECT \"b\" FROM \"t\"");
        var description = end(id);

        assertThat(description.statusAsString()).as(description.error()).isEqualTo("FINISHED");
        assertThat(description.workgroupName()).isEqualTo("warehouse");
        assertThat(description.subStatements())
                .extracting(SubStatementData::id)
                .containsExactly(id + ":1", id + ":2", id + ":3");
        assertThat(description.subStatements())
                .extracting(SubStatementData::resultRows)
                .containsExactly(2L, 1L, 1L);
        assertThat(redshift.rows("SELECT a, b FROM t")).containsExactly("1|:b");
        assertThat(redshift.statements())
                .endsWith(
                        "INSERT INTO \"t\" (\"a\", \"b\") VALUES ($1, ':b'), (2, $2)",
                        "DELETE FROM \"t\" WHERE \"a\" = $1",
                        "SELECT \"b\" FROM \"t\"",
                        "COMMIT");
        var result = client.getStatementResult(request -> request.id(id + ":3"));
        assertThat(result.records()).containsExactly(List.of(Field.fromStringValue(":b")));
    }

    @Test
    void resultsHaveTypedFieldsAndPages() {
        end(execute("INSERT INTO \"t\" (\"a\", \"b\", \"c\", \"d\") VALUES (1, NULL, TRUE, 1.5)"));
        var one = execute("SELECT \"a\", \"b\", \"c\", \"d\" FROM \"t\"");
        var description = end(one);
        assertThat(description.hasResultSet()).as(description.error()).isTrue();
        var result = client.getStatementResult(request -> request.id(one));
        assertThat(result.records())
                .containsExactly(List.of(
                        Field.fromLongValue(1L),
                        Field.fromIsNull(true),
                        Field.fromBooleanValue(true),
                        Field.fromDoubleValue(1.5)));
        assertThat(result.columnMetadata()).extracting("name").containsExactly("a", "b", "c", "d");

        redshift.execute("INSERT INTO t (a) SELECT generate_series(1, 2500)");
        var many = execute("SELECT \"a\" FROM \"t\"");
        end(many);
        assertThat(client.getStatementResultPaginator(request -> request.id(many))
                        .records())
                .hasSize(2501);
    }

    @Test
    void aFailedStatementRollsTheBatchBack() {
        var description = end(
                batch("1", Map.of(), "INSERT INTO \"t\" (\"a\") VALUES (1)", "SELECT \"x\" FROM \"t\"", "SELECT 1"));

        assertThat(description.status()).isEqualTo(StatusString.FAILED);
        assertThat(description.error()).startsWith("Query #2 failed with ERROR: column \"x\" does not exist");
        assertThat(description.subStatements())
                .extracting(SubStatementData::statusAsString)
                .containsExactly("FINISHED", "FAILED", "ABORTED");
        assertThat(redshift.rows("SELECT * FROM t")).isEmpty();
    }

    @Test
    void statementsPassTheGate() {
        assertThat(end(execute("TRUNCATE \"t\"")).error()).startsWith("ERROR: not a statement of Redshift");
        assertThat(end(execute("COMMIT")).error())
                .startsWith("ERROR: a transaction is begun and ended by the Data API");
        assertThat(redshift.gate().refused()).hasSize(1);
    }

    @Test
    void theSameTokenIsExecutedOnce() {
        var insert = "INSERT INTO \"t\" (\"a\") VALUES (1)";
        var first = batch("token", Map.of(), insert);
        assertThat(batch("token", Map.of(), insert)).isEqualTo(first);
        end(first);
        end(batch("other", Map.of(), insert));
        assertThat(redshift.rows("SELECT a FROM t")).containsExactly("1", "1");
    }

    @Test
    void anAnswerThatIsLostIsFoundAgainByItsToken() {
        api.loseAnswer();
        end(batch("token", Map.of(), "INSERT INTO \"t\" (\"a\") VALUES (1)"));

        assertThat(api.calls()).startsWith("BatchExecuteStatement", "BatchExecuteStatement");
        assertThat(redshift.rows("SELECT a FROM t")).containsExactly("1");
    }

    @Test
    void throttledRequestsAreRepeatedByTheClient() {
        api.throttle(1);
        assertThat(end(execute("SELECT 1")).status()).isEqualTo(StatusString.FINISHED);
        assertThat(api.calls()).startsWith("ExecuteStatement", "ExecuteStatement", "DescribeStatement");
    }

    @Test
    void aBatchWithError1023IsRolledBack() {
        api.inject1023(1);
        var description = end(batch("1", Map.of(), "INSERT INTO \"t\" (\"a\") VALUES (1)"));

        assertThat(description.status()).isEqualTo(StatusString.FAILED);
        assertThat(description.error()).startsWith("ERROR: 1023\n  Detail: Serializable isolation violation on table");
        assertThat(redshift.rows("SELECT a FROM t")).isEmpty();
        assertThat(end(batch("2", Map.of(), "SELECT 1")).status()).isEqualTo(StatusString.FINISHED);
    }

    @Test
    void theEndIsSeenAfterSomePolls() {
        api.finishAfter(3);
        end(execute("SELECT 1"));
        assertThat(Collections.frequency(api.calls(), "DescribeStatement")).isGreaterThanOrEqualTo(4);
    }

    @Test
    void aWaitingStatementIsCancelled() throws SQLException {
        try (var connection = new StandInClient(redshift).connect()) {
            connection.setAutoCommit(false);
            StandInClient.run(connection, "LOCK TABLE \"t\"");
            var id = execute("DELETE FROM \"t\"");
            assertThat(client.cancelStatement(request -> request.id(id)).status())
                    .isTrue();
            assertThat(end(id).status()).isEqualTo(StatusString.ABORTED);
        }
    }

    @Test
    void invalidRequestsAreRefused() {
        assertThatThrownBy(() ->
                        batch("1", Map.of(), Collections.nCopies(41, "SELECT 1").toArray(String[]::new)))
                .isInstanceOf(ValidationException.class)
                .hasMessageContaining("1 to 40 statements");
        assertThatThrownBy(() -> execute("SELECT '" + "x".repeat(100_000) + "'"))
                .hasMessageContaining("longer than 100 KB");
        assertThatThrownBy(() -> batch("1", Map.of("a", ""), "SELECT :a"))
                .hasMessageContaining("Member must have length greater than or equal to 1");
        assertThatThrownBy(() -> batch("1", Map.of("a", "1"), "SELECT 1"))
                .hasMessageContaining("Unused parameters: [a]");
        assertThatThrownBy(() -> execute("SELECT :a")).hasMessageContaining("Undefined parameters in SQL: [a]");
        assertThatThrownBy(() -> batch("x".repeat(65), Map.of(), "SELECT 1"))
                .hasMessageContaining("at most 64 characters");
        assertThatThrownBy(() -> client.describeStatement(request -> request.id("x")))
                .isInstanceOf(ResourceNotFoundException.class);
        var failed = execute("SELECT \"x\" FROM \"t\"");
        end(failed);
        assertThatThrownBy(() -> client.getStatementResult(request -> request.id(failed)))
                .isInstanceOf(ResourceNotFoundException.class)
                .hasMessageContaining("Query does not have result");
    }
}
