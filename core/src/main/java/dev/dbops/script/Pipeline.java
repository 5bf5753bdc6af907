package dev.dbops.script;

import dev.dbops.script.lexer.Statement;
import java.sql.SQLException;
import java.util.ArrayList;
import org.postgresql.core.NativeQuery;
import org.postgresql.core.QueryExecutor;
import org.postgresql.core.ResultHandler;
import org.postgresql.core.SqlCommand;
import org.postgresql.jdbc.PgConnection;

/**
 * Sends statements together and keeps each of them separate: a pipeline of the extended protocol (PostgreSQL
 * documentation, sections 53.2.3 and 53.2.4). The server parses, executes and reports one statement after the other,
 * as if each had been sent alone, and skips what follows an error.
 *
 * <p>A message of several statements of the simple protocol would be faster by a tenth, but the server would treat it
 * as one: {@code current_query()} in a trigger of the user's would be the whole message, {@code statement_timestamp()}
 * the same for all, and a syntax error at its end would hide an earlier error.
 */
final class Pipeline {
    private static final int[] NO_PARAMETERS = {};

    /** RETURNING is at the end of a statement. */
    private static final int SEARCHED = 4096;

    private static final String RETURNING = "returning";

    private Pipeline() {}

    /** Executes the statements and discards their rows. A transaction is begun first, without a round trip of its own. */
    static void execute(PgConnection connection, StatementBatch batch, ResultHandler handler) throws SQLException {
        var queries = new ArrayList<NativeQuery>(batch.size());
        // Without QUERY_NO_RESULTS: that flag would stop a SELECT after its first row.
        var flags = QueryExecutor.QUERY_ONESHOT | QueryExecutor.QUERY_NO_METADATA;
        for (var statement : batch.statements()) {
            // Built by hand: the driver's parser would replace question marks and JDBC escapes in the text.
            queries.add(new NativeQuery(statement.text(), NO_PARAMETERS, false, SqlCommand.BLANK));
            if (!statement.word(0).equals("insert")) {
                // The driver must know the columns of every row that it receives.
                flags &= ~QueryExecutor.QUERY_NO_METADATA;
            }
        }
        var executor = connection.getQueryExecutor();
        executor.execute(executor.wrap(queries), null, handler, 0, 0, flags);
    }

    /**
     * Returns whether a statement may be part of a pipeline. These may not, and are sent as simple messages:
     *
     * <ul>
     *   <li>several commands that the script has joined by {@code \;};
     *   <li>those that may return many rows, which the driver would collect in memory before they are discarded;
     *   <li>those that contain {@code $1} outside of a function's body: the extended protocol would require a value;
     *   <li>COPY.
     * </ul>
     */
    static boolean accepts(Statement statement) {
        if (statement.commands() > 1) {
            return false;
        }
        return switch (statement.word(0)) {
            case "create" -> isRoutine(statement) || !mayHaveParameter(statement.text());
            case "do" -> true;
            case "select" -> !statement.contains("from") && !mayHaveParameter(statement.text());
            case "insert", "update", "delete", "merge" ->
                !returnsRows(statement.text()) && !mayHaveParameter(statement.text());
            case "", "with", "values", "table", "copy", "fetch", "execute", "explain" -> false;
            default -> !mayHaveParameter(statement.text());
        };
    }

    private static boolean isRoutine(Statement statement) {
        return statement.contains("function") || statement.contains("procedure");
    }

    private static boolean returnsRows(String sql) {
        for (var i = Math.max(0, sql.length() - SEARCHED); i <= sql.length() - RETURNING.length(); i++) {
            if (sql.regionMatches(true, i, RETURNING, 0, RETURNING.length())) {
                return true;
            }
        }
        return false;
    }

    private static boolean mayHaveParameter(String sql) {
        for (var at = sql.indexOf('$'); at >= 0 && at + 1 < sql.length(); at = sql.indexOf('$', at + 1)) {
            if (Character.isDigit(sql.charAt(at + 1))) {
                return true;
            }
        }
        return false;
    }
}
