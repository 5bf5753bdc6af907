package dev.dbops.postgres;

import dev.dbops.OpsException;
import dev.dbops.target.ConnectionTarget;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.postgresql.core.TransactionState;
import org.postgresql.jdbc.PgConnection;

/**
 * One open connection to a database. Not thread-safe, except for {@link #cancel()}.
 *
 * <p>The connection is opened without DriverManager and without a pool: a command needs one connection, once, and
 * quickly.
 */
public final class Database implements AutoCloseable {
    static {
        DriverLog.silence();
    }

    private final ConnectionTarget target;
    private final PgConnection connection;

    private Database(ConnectionTarget target, PgConnection connection) {
        this.target = target;
        this.connection = connection;
    }

    /**
     * Opens a connection to the first of the target's hosts that accepts it.
     *
     * @throws OpsException of kind UNREACHABLE, with the reason and a hint
     */
    public static Database connect(ConnectionTarget target) {
        try {
            return open(target);
        } catch (SQLException e) {
            throw ConnectionFailure.of(e, target).describe(e, target);
        }
    }

    /** Like {@link #connect}, for callers that examine the reason themselves. */
    static Database open(ConnectionTarget target) throws SQLException {
        return open(target, ConnectionOpening.limit(target));
    }

    /**
     * Like {@link #open(ConnectionTarget)}, with a time limit.
     *
     * @param limit the longest that the server may take; zero means no limit
     */
    static Database open(ConnectionTarget target, Duration limit) throws SQLException {
        return new Database(target, ConnectionOpening.connect(target, limit));
    }

    /** An open connection of a pool. */
    static Database of(ConnectionTarget target, PgConnection connection) {
        return new Database(target, connection);
    }

    public ConnectionTarget target() {
        return target;
    }

    /** The driver's connection, for operations that this class does not offer. */
    public PgConnection connection() {
        return connection;
    }

    /** The version that the server reported when the connection was opened. */
    public ServerVersion serverVersion() {
        var executor = connection.getQueryExecutor();
        return new ServerVersion(executor.getServerVersion(), executor.getServerVersionNum());
    }

    /** The name as an identifier of SQL, quoted by the server's rules. */
    public String quoteIdentifier(String name) {
        try {
            return connection.escapeIdentifier(name);
        } catch (SQLException e) {
            throw SqlErrors.translate(e);
        }
    }

    /** The text as an SQL string constant, for statements that cannot have parameters. */
    public String quoteLiteral(String text) {
        try {
            return "'" + connection.escapeString(text) + "'";
        } catch (SQLException e) {
            throw SqlErrors.translate(e);
        }
    }

    /** Runs one or several statements of db-ops for their effect; names in them mean the server's own objects. */
    public void execute(String sql, Object... parameters) {
        try (var statement = connection.prepareStatement(SafeSearchPath.around(sql, transactionGoesOn()))) {
            bind(statement, parameters);
            statement.execute();
        } catch (SQLException e) {
            throw SqlErrors.translate(e);
        }
    }

    /** Like {@link #execute}, without parameters; a question mark is an operator, or a part of one. */
    public void executeText(String sql) {
        try {
            send(SafeSearchPath.around(sql, transactionGoesOn()));
        } catch (SQLException e) {
            throw SqlErrors.translate(e);
        }
    }

    /**
     * Runs statements with the user's search path. It is for statements that do not use the path to resolve names, and
     * that either cannot be in a message with others or start the user's code, such as triggers.
     */
    public void executeAsIs(String sql) {
        try {
            executeRaw(sql);
        } catch (SQLException e) {
            throw SqlErrors.translate(e);
        }
    }

    /** Like {@link #executeAsIs}, for callers that expect a certain SQLSTATE. */
    void executeRaw(String sql) throws SQLException {
        send(sql);
    }

    private void send(String sql) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.setEscapeProcessing(false);
            statement.execute(sql);
        }
    }

    /** Reads all rows of a query of db-ops, which must be few; names in it mean the server's own objects. */
    public <T> List<T> query(String sql, RowReader<T> reader, Object... parameters) {
        return read(sql, row -> list(row, reader), parameters);
    }

    /** Like {@link #query}, for rows that have a meaning only together. */
    public <T> T read(String sql, RowReader<T> reader, Object... parameters) {
        try (var statement = connection.prepareStatement(SafeSearchPath.around(sql, transactionGoesOn()))) {
            bind(statement, parameters);
            try (var rows = SafeSearchPath.rows(statement)) {
                return reader.read(rows);
            }
        } catch (SQLException e) {
            throw SqlErrors.translate(e);
        }
    }

    /**
     * Like {@link #query}, but the query's result depends on the user's search path: which names are visible without a
     * schema, and how {@code regclass} and {@code format_type} write them.
     */
    public <T> List<T> queryAsUser(String sql, RowReader<T> reader, Object... parameters) {
        try {
            return transactionGoesOn()
                    ? fetch(sql, true, reader, parameters)
                    : fetchInTransaction(sql, reader, parameters);
        } catch (SQLException e) {
            throw SqlErrors.translate(e);
        }
    }

    private <T> List<T> fetchInTransaction(String sql, RowReader<T> reader, Object... parameters) throws SQLException {
        try {
            return fetch(sql, false, reader, parameters);
        } catch (SQLException e) {
            try {
                send("ROLLBACK");
            } catch (SQLException atEnd) {
                e.addSuppressed(atEnd);
            }
            throw e;
        }
    }

    private <T> List<T> fetch(String sql, boolean open, RowReader<T> reader, Object... parameters) throws SQLException {
        try (var statement = connection.prepareStatement(SafeSearchPath.declared(sql, open))) {
            bind(statement, parameters);
            try (var rows = SafeSearchPath.declaredRows(statement, open)) {
                return list(rows, reader);
            }
        }
    }

    private static <T> List<T> list(ResultSet row, RowReader<T> reader) throws SQLException {
        var result = new ArrayList<T>();
        while (row.next()) {
            result.add(reader.read(row));
        }
        return result;
    }

    private boolean transactionGoesOn() throws SQLException {
        return !connection.getAutoCommit() || connection.getTransactionState() != TransactionState.IDLE;
    }

    private static void bind(java.sql.PreparedStatement statement, Object... parameters) throws SQLException {
        for (var i = 0; i < parameters.length; i++) {
            statement.setObject(i + 1, parameters[i]);
        }
    }

    /** Asks the server to end the statement that is running; from any thread. */
    public void cancel() {
        try {
            connection.cancelQuery();
        } catch (SQLException e) {
            throw SqlErrors.translate(e);
        }
    }

    /**
     * Closes the connection without a message to the server; from any thread. A thread that waits for an answer stops
     * waiting.
     */
    public void abort() {
        try {
            connection.abort(Runnable::run);
        } catch (SQLException _) {
            // The connection is closed already.
        }
    }

    /** Sets the longest time for each answer. */
    void limitAnswers(Duration limit) throws SQLException {
        connection.setNetworkTimeout(null, Math.clamp(limit.toMillis(), 1, Integer.MAX_VALUE));
    }

    /** Ends the session; the server rolls back an open transaction. */
    @Override
    public void close() {
        try {
            connection.close();
        } catch (SQLException _) {
            // The message did not reach the server, which notices by itself that the connection is closed.
        }
    }
}
