package dev.dbops.redshift.standin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/** Uses the driver of Redshift. */
record StandInClient(RedshiftStandIn redshift) {
    Connection connect() throws SQLException {
        return DriverManager.getConnection(redshift.url(), "IAM:handler", "secret");
    }

    /** Executes statements on a connection of their own. */
    void run(String... statements) throws SQLException {
        try (var connection = connect()) {
            run(connection, statements);
        }
    }

    static void run(Connection connection, String... statements) throws SQLException {
        for (var sql : statements) {
            try (var statement = connection.createStatement()) {
                statement.execute(sql);
            }
        }
    }

    static void assertFails(ThrowingCallable call, String sqlState, String message) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        SQLException.class,
                        e -> assertThat(e.getSQLState()).as(e.getMessage()).isEqualTo(sqlState))
                .hasMessageContaining(message);
    }
}
