package dev.dbops.postgres;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * Sends our own statements in messages in which names without a schema mean the server's own objects.
 *
 * <p>Whoever may create objects in a schema of the session's search path can make functions and operators that fit our
 * arguments better than the server's do (CVE-2018-1058). So the search path of our statements is {@value #PATH}, with
 * pg_temp named last, because it is searched first otherwise (PostgreSQL documentation, section 20.11.1).
 *
 * <p>The setting travels in the message of the statement, so that it takes no round trip, and holds for its transaction
 * alone. A parameter of the start-up message would be refused by PgBouncer and RDS Proxy; a setting of the session would
 * reach other clients of a pool that lends connections for a transaction, and the SQL of our users in the same session.
 * In a transaction that goes on, the user's own path is put back in the same message.
 *
 * <p>What depends on the path at run time (visibility, names in outputs, names that users typed) can have the user's: a
 * cursor is declared, and thereby resolved, under ours, and fetched from under theirs.
 */
final class SafeSearchPath {
    static final String PATH = "pg_catalog, pg_temp";

    private static final String ALONE = "SELECT pg_catalog.set_config('search_path', '" + PATH + "', true);";

    private static final String ENTER = "SELECT pg_catalog.set_config('dbops.search_path',"
            + " pg_catalog.current_setting('search_path'), true),"
            + " pg_catalog.set_config('search_path', '" + PATH + "', true);";

    private static final String LEAVE =
            "\n;SELECT pg_catalog.set_config('search_path', pg_catalog.current_setting('dbops.search_path'), true)";

    private static final String CURSOR = "DECLARE dbops_rows NO SCROLL CURSOR FOR ";

    private static final String FETCH = ";FETCH ALL FROM dbops_rows;CLOSE dbops_rows";

    /** A cursor is planned for its first rows, and all of them are fetched. */
    private static final String WHOLE = "SELECT pg_catalog.set_config('cursor_tuple_fraction', '1', true);";

    private SafeSearchPath() {}

    /**
     * Statements that are resolved and run under our path.
     *
     * @param transactionGoesOn whether other statements may follow in the same transaction
     */
    static String around(String sql, boolean transactionGoesOn) {
        return transactionGoesOn ? ENTER + sql + LEAVE : ALONE + sql;
    }

    /**
     * A query that is resolved under our path and run under the user's.
     *
     * @param transactionIsOpen whether a transaction is open, or the driver begins one; else the message has its own
     */
    static String declared(String query, boolean transactionIsOpen) {
        var message = ENTER + CURSOR + query + LEAVE + FETCH;
        return transactionIsOpen ? message : "BEGIN;" + WHOLE + message + ";COMMIT";
    }

    /** Executes a message of {@link #around}, and returns the rows of the first statement in it. */
    static ResultSet rows(PreparedStatement message) throws SQLException {
        message.execute();
        return next(message, 2);
    }

    /** Executes a message of {@link #declared}, and returns its rows. */
    static ResultSet declaredRows(PreparedStatement message, boolean transactionIsOpen) throws SQLException {
        message.execute();
        return next(message, transactionIsOpen ? 3 : 4);
    }

    /** The result of that number among those that have rows; the driver says no more than that there are no more. */
    private static ResultSet next(Statement message, int number) throws SQLException {
        var seen = 0;
        while (true) {
            var result = message.getResultSet();
            if (result != null && ++seen == number) {
                return result;
            }
            if (!message.getMoreResults() && message.getUpdateCount() < 0) {
                throw new SQLException("the server sent fewer results than the message has statements");
            }
        }
    }
}
