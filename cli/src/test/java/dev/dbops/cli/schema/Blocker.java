package dev.dbops.cli.schema;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dbops.target.ConnectionTarget;
import dev.dbops.testing.TestServer;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;

/** Another session that locks table fruit, so that other sessions wait for it. */
final class Blocker implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Connection connection;

    Blocker(ConnectionTarget target) {
        try {
            connection = DriverManager.getConnection(
                    "jdbc:postgresql://" + target.address() + "/" + target.database(),
                    target.user(),
                    TestServer.PASSWORD);
            connection.setAutoCommit(false);
            try (var statement = connection.createStatement()) {
                statement.execute("LOCK TABLE fruit IN ACCESS EXCLUSIVE MODE");
            }
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    /** Returns when a session waits. */
    void awaitWaiting() {
        var deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!somebodyWaits()) {
            assertThat(System.nanoTime()).as("nobody waits for the table").isLessThan(deadline);
        }
    }

    private boolean somebodyWaits() {
        try (var statement = connection.createStatement();
                var row = statement.executeQuery(
                        "SELECT count(*) > 0 FROM pg_locks WHERE relation = 'fruit'::regclass AND NOT granted")) {
            return row.next() && row.getBoolean(1);
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public void close() {
        try {
            connection.close();
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }
}
