package dev.dbops.cli.sessions;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dbops.target.ConnectionTarget;
import dev.dbops.testing.TestServer;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** Another session on the server under test. */
final class OpenSession implements AutoCloseable {
    private final TestServer server;
    private final Connection connection;
    private final Statement statement;
    private final int pid;

    OpenSession(TestServer server, ConnectionTarget target, String role, String application) throws SQLException {
        this.server = server;
        var url = server.jdbcUrl(target.database()).replace("user=postgres", "user=" + role);
        connection = DriverManager.getConnection(url + "&ApplicationName=" + application);
        statement = connection.createStatement();
        try (var row = statement.executeQuery("SELECT pg_backend_pid()")) {
            row.next();
            pid = row.getInt(1);
        }
    }

    int pid() {
        return pid;
    }

    void run(String sql) throws SQLException {
        statement.execute(sql);
    }

    /**
     * Starts a statement that continues, and returns when the server has it waiting.
     *
     * @return its SQLSTATE, empty when it succeeds
     */
    CompletableFuture<String> start(String sql) {
        var end = CompletableFuture.supplyAsync(
                () -> {
                    try {
                        statement.execute(sql);
                        return "";
                    } catch (SQLException e) {
                        return e.getSQLState();
                    }
                },
                task -> new Thread(task, "session " + pid).start());
        await("SELECT 1 FROM pg_stat_activity WHERE state = 'active' AND wait_event IS NOT NULL AND pid = " + pid, 1);
        return end;
    }

    boolean isThere() {
        return server.rows("postgres", "SELECT 1 FROM pg_stat_activity WHERE pid = " + pid)
                        .size()
                == 1;
    }

    private void await(String query, int rows) {
        var deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        while (server.rows("postgres", query).size() != rows) {
            assertThat(System.nanoTime()).as(query).isLessThan(deadline);
        }
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
