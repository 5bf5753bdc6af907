package dev.dbops.postgres;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.dbops.OpsException;
import dev.dbops.target.ConnectionTarget;
import java.io.PrintWriter;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.util.logging.Logger;
import javax.sql.DataSource;
import org.postgresql.jdbc.PgConnection;

/** A pool of connections to one database, for work that uses several at once. */
public final class ConnectionPool implements AutoCloseable {
    private final ConnectionTarget target;
    private final HikariDataSource connections;

    /**
     * Creates the pool without a connection.
     *
     * @param size the maximum number of connections
     * @param settings SQL that each new connection runs first; empty for none
     */
    public ConnectionPool(ConnectionTarget target, int size, String settings) {
        this.target = target;
        var config = new HikariConfig();
        config.setPoolName("db-ops");
        config.setDataSource(new Connections(target, settings));
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
            throw e.getCause() instanceof SQLException reason
                    ? ConnectionFailure.of(reason, target).describe(reason, target)
                    : ConnectionFailure.NO_ANSWER.describe(e, target);
        }
    }

    @Override
    public void close() {
        connections.close();
    }

    /** The pool's source of connections: they are opened like all connections of db-ops. */
    private record Connections(ConnectionTarget target, String settings) implements DataSource {
        @Override
        public Connection getConnection() throws SQLException {
            var database = Database.open(target);
            if (!settings.isEmpty()) {
                database.executeRaw(settings);
            }
            return database.connection();
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
