package dev.dbops.postgres;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.dbops.OpsException;
import dev.dbops.target.ConnectionTarget;
import java.io.PrintWriter;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.time.Duration;
import java.util.logging.Logger;
import javax.sql.DataSource;
import org.postgresql.jdbc.PgConnection;

/** A pool of connections to one database, for work that uses several at once. */
public final class ConnectionPool implements AutoCloseable {
    /** The longest time in which a connection answers its first statement. */
    private static final Duration LONGEST_TEST = Duration.ofSeconds(2);

    private final ConnectionTarget target;
    private final HikariDataSource connections;
    private final FailedOpenings failures = new FailedOpenings();

    /**
     * Creates the pool without a connection.
     *
     * @param size the maximum number of connections
     * @param settings SQL that each new connection runs first; empty for none
     */
    public ConnectionPool(ConnectionTarget target, int size, String settings) {
        this(target, size, settings, new HikariConfig());
    }

    /**
     * Creates the pool without a connection, for work that soon has to succeed or fail.
     *
     * @param size the maximum number of connections
     * @param longestWait the longest wait for a connection, at least a quarter of a second
     */
    public ConnectionPool(ConnectionTarget target, int size, Duration longestWait) {
        this(target, size, "", limited(longestWait));
    }

    private static HikariConfig limited(Duration longestWait) {
        var config = new HikariConfig();
        config.setConnectionTimeout(longestWait.toMillis());
        // the pool's own test, of connections that were idle
        config.setValidationTimeout(Math.min(LONGEST_TEST.toMillis(), longestWait.toMillis()));
        return config;
    }

    private ConnectionPool(ConnectionTarget target, int size, String settings, HikariConfig config) {
        this.target = target;
        config.setPoolName("db-ops");
        config.setDataSource(new Connections(target, settings, failures));
        config.setMaximumPoolSize(size);
        config.setMinimumIdle(0);
        config.setAutoCommit(false);
        // the first connection is opened when it is needed, and a failure is thrown there
        config.setInitializationFailTimeout(-1);
        this.connections = new HikariDataSource(config);
    }

    /** A connection in use. Closing it returns it to the pool and rolls back its open transaction. */
    public final class Lease implements AutoCloseable {
        private final Connection lent;
        private final Database database;

        private Lease(Connection lent) throws SQLException {
            this.lent = lent;
            this.database = Database.of(target, lent.unwrap(PgConnection.class));
        }

        /** The database to work with, in a transaction that the caller commits; do not close it. */
        public Database database() {
            return database;
        }

        @Override
        public void close() {
            if (!isRolledBack()) {
                connections.evictConnection(lent);
            }
            try {
                lent.close();
            } catch (SQLException _) {
                // the connection is lost; the server has ended its transaction, and the pool knows
            }
        }

        /** Returns whether the connection answers; one that is lost leaves the pool. */
        private boolean begins(String first, boolean isLast) {
            try {
                database.limitAnswers(LONGEST_TEST);
                database.executeRaw(first);
                database.connection().setNetworkTimeout(null, DriverProperties.readTimeoutMillis(target));
                return true;
            } catch (SQLException e) {
                var failure = SqlErrors.translate(e);
                close();
                if (isLast || failure.kind() != OpsException.Kind.UNREACHABLE) {
                    throw failure;
                }
                return false;
            }
        }

        /** Rolls back explicitly: the pool does not know of a transaction that was not begun through its own object. */
        private boolean isRolledBack() {
            try {
                database.connection().rollback();
                return true;
            } catch (SQLException _) {
                return false;
            }
        }
    }

    /**
     * Takes a connection, or waits until there is one.
     *
     * @throws OpsException of kind UNREACHABLE when none can be opened
     * @throws InterruptedException when the thread is interrupted while it waits
     */
    public Lease borrow() throws InterruptedException {
        try {
            return new Lease(connections.getConnection());
        } catch (SQLException e) {
            if (e.getCause() instanceof InterruptedException interrupt) {
                throw interrupt;
            }
            throw failure(e.getCause(), e);
        }
    }

    /**
     * Takes a connection and sends the first statement of its transaction, which tests the connection: one that the
     * server has closed is replaced. Unlike {@link #borrow}, it does not connect again after the first failure.
     *
     * @param first the statement, without parameters
     * @throws OpsException of kind UNREACHABLE when none can be opened, or the credentials' own failure
     * @throws InterruptedException when the thread is interrupted while it waits
     */
    public Lease begin(String first) throws InterruptedException {
        var wait = failures.begin();
        try {
            var lost = connections.getMaximumPoolSize();
            while (true) {
                var lease = new Lease(connections.getConnection());
                if (lease.begins(first, lost-- == 0)) {
                    return lease;
                }
            }
        } catch (SQLException e) {
            if (wait.failure() == null && e.getCause() instanceof InterruptedException interrupt) {
                throw interrupt;
            }
            throw failure(wait.failure() == null ? e.getCause() : wait.failure(), e);
        } finally {
            failures.end(wait);
        }
    }

    /** The reason why there is no connection; without one, it took too long. */
    private OpsException failure(Throwable reason, SQLException atLast) {
        return switch (reason) {
            case OpsException ofCredentials -> ofCredentials;
            case RuntimeException fault -> throw fault;
            case Error fault -> throw fault;
            case SQLException e -> ConnectionFailure.of(e, target).describe(e, target);
            case null, default -> ConnectionFailure.NO_ANSWER.describe(atLast, target);
        };
    }

    /** The number of connections that are open, in use or not. */
    public int size() {
        return connections.getHikariPoolMXBean().getTotalConnections();
    }

    @Override
    public void close() {
        connections.close();
    }

    /** The pool's source of connections: they are opened like all connections of db-ops. */
    private record Connections(ConnectionTarget target, String settings, FailedOpenings failures)
            implements DataSource {
        @Override
        public Connection getConnection() throws SQLException {
            try {
                var database = Database.open(target);
                if (!settings.isEmpty()) {
                    database.executeRaw(settings);
                }
                return database.connection();
            } catch (SQLException | RuntimeException | Error e) {
                failures.report(e);
                throw e;
            }
        }

        @Override
        public Connection getConnection(String user, String password) throws SQLException {
            throw new SQLFeatureNotSupportedException("the target says who logs in");
        }

        @Override
        public PrintWriter getLogWriter() {
            return null;
        }

        @Override
        public void setLogWriter(PrintWriter writer) throws SQLException {
            throw new SQLFeatureNotSupportedException("nothing is logged");
        }

        @Override
        public void setLoginTimeout(int seconds) {
            // the target's connect_timeout applies
        }

        @Override
        public int getLoginTimeout() {
            return 0;
        }

        @Override
        public Logger getParentLogger() throws SQLFeatureNotSupportedException {
            throw new SQLFeatureNotSupportedException("nothing is logged");
        }

        @Override
        public <T> T unwrap(Class<T> type) throws SQLException {
            throw new SQLFeatureNotSupportedException("nothing is wrapped");
        }

        @Override
        public boolean isWrapperFor(Class<?> type) {
            return false;
        }
    }
}
