package dev.dbops.postgres;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * Sends the statements of db-ops in messages in which names without a schema mean the server's own objects.
 *
 * <p>A role that may create objects in a schema of the session's search path can create functions and operators that
 * match the arguments better than the server's own (CVE-2018-1058). So the search path of db-ops' statements is {@value
 * #PATH}, with pg_temp last, because otherwise it is searched first (PostgreSQL documentation, section 20.11.1).
 *
 * <p>The setting is part of the statement's message, so it costs no round trip, and applies only to its transaction.
 * PgBouncer and RDS Proxy would refuse a parameter of the start-up message. A session setting would affect other
 * clients of a transaction pool, and the user's SQL in the same session. In a transaction that continues, the same
 * message restores the user's path.
 *
 * <p>Results that depend on the path at run time (visibility, names in outputs, names that users typed) can use the
 * user's path: a cursor is declared, and so resolved, with the safe path, and its rows are fetched with the user's
 * path.
 */
final class SafeSearchPath {
    static final String PATH = "pg_catalog, pg_temp";

    private static final String ALONE = "SELECT pg_catalog.set_config('search_path', '" + PATH + "', true);";

    /** Begins messages in a transaction that continues. */
    static final String ENTER = "SELECT pg_catalog.set_config('dbops.search_path',"
            + " pg_catalog.current_setting('search_path'), true),"
            + " pg_catalog.set_config('search_path', '" + PATH + "', true);";

    /** Restores the user's path. */
    static final String LEAVE =
            "\n;SELECT pg_catalog.set_config('search_path', pg_catalog.current_setting('dbops.search_path'), true)";

    private static final String CURSOR = "DECLARE dbops_rows NO SCROLL CURSOR FOR ";

    private static final String FETCH = ";FETCH ALL FROM dbops_rows;CLOSE dbops_rows";

    /** By default a cursor is planned for its first rows, but here all rows are fetched. */
    private static final String WHOLE = "SELECT pg_catalog.set_config('cursor_tuple_fraction', '1', true);";

    private SafeSearchPath() {}

    /**
     * Statements that are resolved and run with the safe path.
     *
     * @param transactionGoesOn whether other statements may follow in the same transaction
     */
    static String around(String sql, boolean transactionGoesOn) {
        return transactionGoesOn ? ENTER + sql + LEAVE : ALONE + sql;
    }

    /**
     * A query that is resolved with the safe path and run with the user's.
     *
     * @param transactionIsOpen whether a transaction is open, or the driver begins one; else the message contains its
     *     own
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

    /** The result with that number among those that have rows; the driver reports only that there are no more. */
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
