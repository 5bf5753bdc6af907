package dev.dbops.aws.dataapi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dbops.OpsException;
import dev.dbops.OpsException.Kind;
import dev.dbops.aws.AwsSettings;
import dev.dbops.aws.MfaPrompt;
import dev.dbops.postgres.Database;
import dev.dbops.postgres.Transaction;
import dev.dbops.target.ConnectionTarget;
import dev.dbops.target.HostPort;
import dev.dbops.target.Origin;
import dev.dbops.testing.TestServer;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DataApiTest {
    private final TestServer postgres = TestServer.carried();
    private AuroraStandIn api;
    private String database;

    @BeforeEach
    void start() {
        database = postgres.newDatabase().database();
        api = new AuroraStandIn(postgres::jdbcUrl);
    }

    @AfterEach
    void stop() throws SQLException {
        assertThat(api.openTransactions()).as("no transaction stays open").isZero();
        api.close();
    }

    private Database connect() {
        var target = new ConnectionTarget(
                List.of(new HostPort("aurora.invalid", 5432)),
                database,
                "",
                Optional.empty(),
                Map.of("data_api", "true", "cluster_arn", AuroraStandIn.CLUSTER, "secret", AuroraStandIn.SECRET),
                new Origin.UrlOption());
        var settings = new AwsSettings(
                Map.of(
                        "AWS_ENDPOINT_URL_RDS_DATA", api.url(),
                        "AWS_ACCESS_KEY_ID", "AKIAIOSFODNN7EXAMPLE",
                        "AWS_SECRET_ACCESS_KEY", "secret"),
                Path.of("target"),
                Optional.empty(),
                "test",
                MfaPrompt.NONE);
        return Database.connect(target.throughDataApi(new DataApi(target, settings)));
    }

    @Test
    void aTransactionThatTheApiHasEndedIsALostConnection() {
        try (var session = connect()) {
            assertThatThrownBy(() -> new Transaction(session, "seed.sql").commit(() -> {
                        session.execute("CREATE TABLE public.t (a int)");
                        endTransactions();
                        session.execute("INSERT INTO public.t VALUES (1)");
                        return true;
                    }))
                    .isInstanceOfSatisfying(
                            OpsException.class, e -> assertThat(e.kind()).isEqualTo(Kind.UNREACHABLE))
                    .hasMessageContaining("rolls one back after 3 minutes without a request; nothing was changed");
        }
        assertThat(postgres.rows(database, "SELECT to_regclass('t')")).containsExactly("null");
    }

    private void endTransactions() {
        try {
            api.endTransactions();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void aFailedTransactionRefusesStatementsUntilItsEnd() {
        try (var session = connect()) {
            session.executeAsIs("BEGIN");
            assertThatThrownBy(() -> session.executeAsIs("SELECT 1/0")).hasMessageContaining("division by zero");
            assertThatThrownBy(() -> session.executeAsIs("SELECT 1"))
                    .hasMessageContaining("current transaction is aborted");
            session.executeAsIs("COMMIT");
            assertThat(session.query("SELECT 7", row -> row.getInt(1))).containsExactly(7);
            assertThat(session.queryAsUser("SELECT current_schema()", row -> row.getString(1)))
                    .containsExactly("public");
        }
    }

    @Test
    void aRequestThatIsTooLargeIsNotSent() {
        try (var session = connect()) {
            var text = "é\"".repeat(1_100_000);
            assertThatThrownBy(() -> session.query("SELECT length(?)", row -> row.getInt(1), text))
                    .hasMessageMatching("the request has 44[0-9]{5} bytes, and the Data API accepts 4 MiB");
            assertThat(api.calls().toString()).doesNotContain("length");
        }
    }

    @Test
    void aDeferredConstraintFailsAtTheCommit() {
        try (var session = connect()) {
            assertThatThrownBy(() -> new Transaction(session, "seed.sql").commit(() -> {
                        session.execute("CREATE TABLE public.t (a int UNIQUE DEFERRABLE INITIALLY DEFERRED)");
                        session.execute("INSERT INTO public.t VALUES (?), (?)", 1, 1);
                        return true;
                    }))
                    .hasMessageContaining("seed.sql: at the commit: duplicate key value violates")
                    .hasMessageContaining("nothing was changed");
        }
    }

    @Test
    void aStatementIsCancelledFromAnotherThread() {
        try (var session = connect()) {
            session.executeAsIs("BEGIN");
            var running = new CompletableFuture<String>();
            api.listen(call -> Optional.of(call)
                    .filter(each -> each.contains("pg_sleep(60)"))
                    .ifPresent(running::complete));
            var cancelling = running.thenRunAsync(session::cancel);
            assertThatThrownBy(() -> session.executeAsIs("DO $$ BEGIN PERFORM pg_sleep(60); END $$"))
                    .hasMessageContaining("canceling statement due to user request");
            cancelling.join();
            session.executeAsIs("ROLLBACK");
        }
    }
}
