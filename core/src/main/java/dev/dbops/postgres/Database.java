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
 * One open connection to a database. Not thread-safe, but for {@link #cancel()}.
 *
 * <p>The connection is opened without DriverManager and a pool: a command needs one, once, and quickly.
 */
public final class Database implements AutoCloseable {
    private static final String WRONG_PASSWORD = "28P01";

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
     * @throws OpsException of kind UNREACHABLE, with the reason and what to do about it
     */
    public static Database connect(ConnectionTarget target) {
        try {
            return open(target);
        } catch (SQLException e) {
            throw ConnectionFailure.of(e, target).describe(e, target);
        }
    }

    /**
     * As {@link #connect}, for those who look at the reason themselves.
     *
     * <p>A password that was asked for is asked for anew, once, when the server refuses it: it may have been rotated.
     */
    static Database open(ConnectionTarget target) throws SQLException {
        return open(target, ConnectionOpening.limit(target));
    }

    /**
     * As {@link #open(ConnectionTarget)}, within a time.
     *
     * @param limit the longest that the server may take; zero is for ever
     */
    static Database open(ConnectionTarget target, Duration limit) throws SQLException {
        if (target.credentials().isEmpty()) {
            return open(target, target, limit);
        }
        var source = target.credentials().get();
        var login = source.login(target);
        try {
            return open(target, target.as(login), limit);
        } catch (SQLException e) {
            if (!WRONG_PASSWORD.equals(e.getSQLState())) {
                throw e;
            }
            var renewed = source.renewed(target, login);
            if (renewed.isEmpty()) {
                throw e;
            }
            return open(target, target.as(renewed.get()), limit);
        }
    }

    /** An open connection of a pool. */
    static Database of(ConnectionTarget target, PgConnection connection) {
        return new Database(target, connection);
    }

    /** The target stays what it was, for further connections to it. */
    private static Database open(ConnectionTarget target, ConnectionTarget loggedIn, Duration limit)
            throws SQLException {
        var connection = ConnectionOpening.open(loggedIn, limit);
        connection.setNetworkTimeout(null, DriverProperties.readTimeoutMillis(target));
        return new Database(target, connection);
    }

    public ConnectionTarget target() {
        return target;
    }

    /** The driver's connection, for what this class does not offer. */
    public PgConnection connection() {
        return connection;
    }

    /** As the server said it when the connection was opened. */
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

    /** The text as a string constant of SQL, for the statements that take no parameters. */
    public String quoteLiteral(String text) {
        try {
            return "'" + connection.escapeString(text) + "'";
        } catch (SQLException e) {
            throw SqlErrors.translate(e);
        }
    }

    /** Runs one statement of our own for its effect, or several; names in it mean the server's own objects. */
    public void execute(String sql, Object... parameters) {
        try (var statement = connection.prepareStatement(SafeSearchPath.around(sql, transactionGoesOn()))) {
            bind(statement, parameters);
            statement.execute();
        } catch (SQLException e) {
            throw SqlErrors.translate(e);
        }
    }

    /** As {@link #execute}, without parameters; a question mark is an operator, or a part of one. */
    public void executeText(String sql) {
        try {
            send(SafeSearchPath.around(sql, transactionGoesOn()));
        } catch (SQLException e) {
            throw SqlErrors.translate(e);
        }
    }

    /**
     * Runs statements under the user's search path: for those that resolve no name by it, and either cannot be in a
     * message with others or start what the user wrote, such as triggers.
     */
    public void executeAsIs(String sql) {
        try {
            executeRaw(sql);
        } catch (SQLException e) {
            throw SqlErrors.translate(e);
        }
    }

    /** As {@link #executeAsIs}, for those who expect a certain SQLSTATE. */
    void executeRaw(String sql) throws SQLException {
        send(sql);
    }

    private void send(String sql) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.setEscapeProcessing(false);
            statement.execute(sql);
        }
    }

    /** Reads all rows of a query of our own, which must be few; names in it mean the server's own objects. */
    public <T> List<T> query(String sql, RowReader<T> reader, Object... parameters) {
        return read(sql, row -> list(row, reader), parameters);
    }

    /** As {@link #query}, for rows that say something only together. */
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
     * As {@link #query}, but what the query finds and shows depends on the user's search path: which names are visible
     * without a schema, and how {@code regclass} and {@code format_type} write them.
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

    /** Ends the connection without a word to the server; from any thread. Whoever waits for an answer stops waiting. */
    public void abort() {
        try {
            connection.abort(Runnable::run);
        } catch (SQLException _) {
            // The connection is gone already.
        }
    }

    /** Gives up each answer that takes longer. */
    void limitAnswers(Duration limit) throws SQLException {
        connection.setNetworkTimeout(null, Math.clamp(limit.toMillis(), 1, Integer.MAX_VALUE));
    }

    /** Ends the session; an open transaction is rolled back by the server. */
    @Override
    public void close() {
        try {
            connection.close();
        } catch (SQLException _) {
            // The server could not be told, and notices by itself: the connection is gone.
        }
    }
}
