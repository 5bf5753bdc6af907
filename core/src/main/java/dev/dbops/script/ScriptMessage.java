package dev.dbops.script;

import java.sql.SQLException;
import java.util.List;
import org.postgresql.core.NativeQuery;
import org.postgresql.core.QueryExecutor;
import org.postgresql.core.ResultHandler;
import org.postgresql.core.SqlCommand;
import org.postgresql.jdbc.PgConnection;

/** Sends text to the server as it is, as one message of the simple protocol (documentation, section 53.2.2). */
final class ScriptMessage {
    private ScriptMessage() {}

    /**
     * Executes all statements of the text and discards their rows.
     *
     * @param inTransaction whether to begin a transaction first if none is open; it costs no round trip
     */
    static void execute(PgConnection connection, String text, ResultHandler handler, boolean inTransaction)
            throws SQLException {
        execute(connection, text, handler, inTransaction, QueryExecutor.QUERY_NO_RESULTS);
    }

    /** The same, but the handler receives the rows. */
    static void query(PgConnection connection, String text, ResultHandler handler, boolean inTransaction)
            throws SQLException {
        execute(connection, text, handler, inTransaction, 0);
    }

    private static void execute(
            PgConnection connection, String text, ResultHandler handler, boolean inTransaction, int results)
            throws SQLException {
        var executor = connection.getQueryExecutor();
        // Built by hand: the driver would otherwise parse the text and send each statement by itself.
        var message = executor.wrap(List.of(new NativeQuery(text, SqlCommand.BLANK)));
        var flags = QueryExecutor.QUERY_EXECUTE_AS_SIMPLE | results;
        executor.execute(
                message, null, handler, 0, 0, inTransaction ? flags : flags | QueryExecutor.QUERY_SUPPRESS_BEGIN);
    }
}
