package dev.dbops.redshift.standin;

import static dev.dbops.redshift.standin.StandInClient.assertFails;
import static dev.dbops.redshift.standin.StandInClient.run;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.amazon.redshift.util.RedshiftException;
import dev.dbops.testing.TestServer;
import java.sql.SQLException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class InjectedFailuresTest {
    private static final String VIOLATION = "ERROR: 1023\n  Detail: Serializable isolation violation on table - 108300,"
            + " transactions forming the cycle are: 2008, 2009 (pid:1234)";

    private final RedshiftStandIn redshift = new RedshiftStandIn(TestServer.carried());
    private final StandInClient client = new StandInClient(redshift);

    @AfterEach
    void close() {
        redshift.close();
    }

    @Test
    void aCommitWithError1023IsRolledBack() throws SQLException {
        client.run("CREATE TABLE \"t\" (\"a\" BIGINT)");
        redshift.inject1023(1);
        try (var connection = client.connect()) {
            connection.setAutoCommit(false);
            run(connection, "INSERT INTO \"t\" (\"a\") VALUES (1)");
            assertThatThrownBy(connection::commit)
                    .isInstanceOf(RedshiftException.class)
                    .hasMessage(VIOLATION);
            run(connection, "INSERT INTO \"t\" (\"a\") VALUES (2)");
            connection.commit();
        }
        assertThat(redshift.rows("SELECT a FROM t")).containsExactly("2");
    }

    @Test
    void aStatementWithError1023FailsItsTransaction() throws SQLException {
        client.run("CREATE TABLE \"t\" (\"a\" BIGINT)");
        redshift.inject1023(StatementTemplate.DELETE, 1);
        try (var connection = client.connect()) {
            connection.setAutoCommit(false);
            run(connection, "INSERT INTO \"t\" (\"a\") VALUES (1)");
            assertFails(() -> run(connection, "DELETE FROM \"t\""), "XX000", VIOLATION);
            connection.rollback();
            run(connection, "DELETE FROM \"t\"");
        }
        assertThat(redshift.rows("SELECT a FROM t")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aConflictOfTwoTransactionsIsError1023(boolean snapshot) throws SQLException {
        if (snapshot) {
            redshift.snapshot();
        }
        client.run("CREATE TABLE \"t\" (\"a\" BIGINT)", "INSERT INTO \"t\" (\"a\") VALUES (1)");
        try (var one = client.connect();
                var other = client.connect()) {
            one.setAutoCommit(false);
            run(one, "SELECT \"a\" FROM \"t\"");
            run(other, "UPDATE \"t\" SET \"a\" = 2 WHERE TRUE");
            assertFails(() -> run(one, "UPDATE \"t\" SET \"a\" = 3 WHERE TRUE"), "XX000", VIOLATION);
        }
    }

    @Test
    void connectionsAreCutBeforeAndAfterCommit() throws SQLException {
        client.run("CREATE TABLE \"t\" (\"a\" BIGINT)");
        redshift.cutBeforeCommit();
        commitThatIsCut(1);
        redshift.cutAfterCommit();
        commitThatIsCut(2);

        assertThat(redshift.rows("SELECT a FROM t")).containsExactly("2");
    }

    private void commitThatIsCut(int value) throws SQLException {
        try (var connection = client.connect()) {
            connection.setAutoCommit(false);
            run(connection, "INSERT INTO \"t\" (\"a\") VALUES (%d)".formatted(value));
            assertFails(connection::commit, "08006", "I/O error");
        }
    }

    @Test
    void aStatementIsCutBeforeItsAnswer() throws SQLException {
        redshift.cutAfter(StatementTemplate.CREATE_TABLE);
        assertFails(() -> client.run("CREATE TABLE \"t\" (\"a\" BIGINT)"), "08006", "I/O error");
        redshift.cutBefore(StatementTemplate.CREATE_TABLE);
        assertFails(() -> client.run("CREATE TABLE \"u\" (\"a\" BIGINT)"), "08006", "I/O error");

        assertThat(redshift.rows("SELECT to_regclass('t') IS NULL, to_regclass('u') IS NULL"))
                .containsExactly("f|t");
    }

    @Test
    void aWaitingStatementIsCancelledByTheDriver() throws SQLException {
        client.run("CREATE TABLE \"t\" (\"a\" BIGINT)");
        try (var one = client.connect();
                var other = client.connect();
                var lock = other.createStatement()) {
            one.setAutoCommit(false);
            other.setAutoCommit(false);
            run(one, "LOCK TABLE \"t\"");
            lock.setQueryTimeout(1);
            assertFails(() -> lock.execute("LOCK TABLE \"t\""), "57014", "cancel");
        }
    }
}
