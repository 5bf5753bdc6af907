package dev.dbops.doctor.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dbops.doctor.Examined;
import dev.dbops.doctor.Outcome;
import dev.dbops.target.ConnectionTarget;
import dev.dbops.testing.TestServer;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The findings on healthy servers, and in sessions with a problem. */
class ServerChecksTest {
    /** Any duration above zero is too long. */
    private static final Thresholds NONE = new Thresholds(Duration.ZERO, Duration.ZERO, Duration.ZERO, Duration.ZERO);

    @ParameterizedTest
    @ValueSource(ints = {13, 15, 17, 18})
    void eachVersionAnswersAllQuestions(int major) {
        var examined = Examined.of(TestServer.ofMajor(major).target("postgres"), ServerChecks::new);

        assertThat(examined.steps(Outcome.skipped)).as(examined.toString()).isEmpty();
        assertThat(examined.findings()).hasSize(15);
        assertThat(examined.step("clock", Outcome.ok).message()).contains("that of this machine");
        assertThat(examined.step("primary or standby", Outcome.ok).message()).isEqualTo("the primary");
        // servers of the tests write to their disk when they please
        assertThat(examined.step("settings", Outcome.warning).message()).contains("fsync is off");
    }

    @Test
    void aVersionThatNobodyMaintainsAnyMoreIsAWarning() {
        var finding = Examined.of(TestServer.ofMajor(13).target("postgres"), ServerChecks::new)
                .step("version", Outcome.warning);

        assertThat(finding.message()).startsWith("PostgreSQL 13.").contains("has ended on 2025-11-13");
        assertThat(finding.remedy()).contains("upgrade it");
    }

    @ParameterizedTest
    @ValueSource(ints = {13, 18})
    void anOrdinaryRoleGetsAnAnswerToAllButOthersSessions(int major) {
        var server = TestServer.ofMajor(major);

        var examined = Examined.of(ordinary(server, server.newDatabase()), ServerChecks::new);

        assertThat(examined.steps(Outcome.skipped)).as(examined.toString()).containsExactly("long transactions");
        assertThat(examined.step("long transactions").message()).contains("GRANT pg_read_all_stats");
        assertThat(examined.findings()).hasSize(15);
    }

    @Test
    void aSessionThatIdlesInItsTransactionIsAWarning() throws SQLException {
        var server = TestServer.carried();
        var target = server.newDatabase();
        try (var connection = DriverManager.getConnection(server.jdbcUrl(target.database()));
                var statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.execute("SELECT 1");

            assertThat(Examined.of(target, reader -> new ServerChecks(reader, NONE))
                            .step("long transactions", Outcome.warning)
                            .message())
                    .contains("idle in transaction for 0s");
            assertThat(Examined.of(target, ServerChecks::new)
                            .step("long transactions", Outcome.ok)
                            .message())
                    .isEqualTo("none is idle for over 5m, or at work for over 1h");
        }
    }

    @Test
    void aSessionThatWaitsForALockIsAWarningThatNamesWhoHoldsIt() throws Exception {
        var server = TestServer.carried();
        var target = server.newDatabase();
        server.execute(target.database(), "CREATE TABLE locked (id int)");
        try (var holder = DriverManager.getConnection(server.jdbcUrl(target.database()));
                var waiter = DriverManager.getConnection(server.jdbcUrl(target.database()));
                var holding = holder.createStatement();
                var waiting = waiter.createStatement()) {
            holder.setAutoCommit(false);
            holding.execute("LOCK TABLE locked");
            var blocked = Thread.ofVirtual().start(() -> {
                try {
                    waiting.execute("SELECT count(*) FROM locked");
                } catch (SQLException e) {
                    throw new AssertionError(e);
                }
            });
            while (server.rows(target.database(), "SELECT 1 FROM pg_locks WHERE NOT granted")
                    .isEmpty()) {
                Thread.onSpinWait();
            }

            var finding = Examined.of(target, reader -> new ServerChecks(reader, NONE))
                    .step("locks waited for", Outcome.warning);

            assertThat(finding.message()).matches("pid \\d+ \\(postgres\\) waits for pid \\d+ since \\d+s");
            assertThat(finding.remedy()).isEqualTo("db-ops sessions --blocking");
            holder.rollback();
            blocked.join();
        }
    }

    /** A role that may connect, and nothing else. */
    private static ConnectionTarget ordinary(TestServer server, ConnectionTarget target) {
        var role = target.database() + "_role";
        server.execute(target.database(), "CREATE ROLE " + role + " LOGIN");
        return new ConnectionTarget(
                target.hosts(), target.database(), role, Optional.empty(), target.parameters(), target.origin());
    }
}
