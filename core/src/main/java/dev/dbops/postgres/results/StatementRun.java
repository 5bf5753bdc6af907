package dev.dbops.postgres.results;

import dev.dbops.postgres.Database;
import java.io.IOException;
import java.io.OutputStream;
import java.sql.SQLException;
import java.sql.SQLWarning;
import java.util.ArrayList;
import java.util.List;
import org.postgresql.core.Field;
import org.postgresql.core.NativeQuery;
import org.postgresql.core.Oid;
import org.postgresql.core.Query;
import org.postgresql.core.QueryExecutor;
import org.postgresql.core.ResultCursor;
import org.postgresql.core.ResultHandlerBase;
import org.postgresql.core.SqlCommand;
import org.postgresql.core.TransactionState;
import org.postgresql.core.Tuple;
import org.postgresql.util.PSQLWarning;

/**
 * Runs the statements that a user types, each in its own transaction unless one is open, and passes on the answers as
 * they arrive.
 *
 * <p>The rows of a query are fetched in portions, so that a result of any size needs little memory. That requires a
 * transaction around the query, and the server does not run such a query in parallel (PostgreSQL documentation, 15.2).
 * All other statements are sent unchanged, as a message of the simple protocol.
 */
public final class StatementRun {
    private static final int PORTION = 1000;

    private final Database database;
    private final ResultListener listener;

    public StatementRun(Database database, ResultListener listener) {
        this.database = database;
        this.listener = listener;
    }

    /** Runs one statement, or several with semicolons between them. */
    public void run(String sql) throws SQLException {
        execute(sql, new Answers(), QueryExecutor.QUERY_EXECUTE_AS_SIMPLE | QueryExecutor.QUERY_SUPPRESS_BEGIN, 0);
    }

    /** Runs one query, whose rows are fetched in portions. */
    public void runQuery(String sql) throws SQLException {
        var own = executor().getTransactionState() == TransactionState.IDLE;
        var answers = new Answers();
        var flags = QueryExecutor.QUERY_FORWARD_CURSOR
                | QueryExecutor.QUERY_ONESHOT
                | QueryExecutor.QUERY_NO_BINARY_TRANSFER;
        try {
            execute(sql, answers, own ? flags : flags | QueryExecutor.QUERY_SUPPRESS_BEGIN, PORTION);
            while (answers.cursor != null && answers.wanted) {
                executor().fetch(answers.cursor, answers, PORTION, false);
            }
            answers.close();
        } catch (SQLException e) {
            if (own && executor().getTransactionState() != TransactionState.IDLE) {
                end("ROLLBACK");
            }
            throw e;
        }
        if (own) {
            end("COMMIT");
        }
    }

    /**
     * Runs COPY ... TO STDOUT.
     *
     * @return the number of rows
     */
    public long copyOut(String sql, OutputStream out) throws SQLException, IOException {
        return database.connection().getCopyAPI().copyOut(sql, out);
    }

    private void end(String sql) throws SQLException {
        execute(
                sql,
                new Answers() {
                    @Override
                    public void handleCommandStatus(String status, long updateCount, long insertOid) {
                        // not the user's statement
                    }
                },
                QueryExecutor.QUERY_EXECUTE_AS_SIMPLE | QueryExecutor.QUERY_SUPPRESS_BEGIN,
                0);
    }

    private QueryExecutor executor() {
        return database.connection().getQueryExecutor();
    }

    private void execute(String sql, Answers answers, int flags, int portion) throws SQLException {
        // Built here: otherwise the driver would parse the text and send each statement separately.
        var isSimple = (flags & QueryExecutor.QUERY_EXECUTE_AS_SIMPLE) != 0;
        var query = executor().wrap(List.of(new NativeQuery(sql, new int[0], isSimple, SqlCommand.BLANK)));
        executor().execute(query, null, answers, 0, portion, flags);
    }

    /** Combines the driver's portions into results. */
    private class Answers extends ResultHandlerBase {
        private ResultCursor cursor;
        private boolean open;
        private boolean wanted = true;
        private long count;

        @Override
        public void handleResultRows(Query from, Field[] fields, List<Tuple> tuples, ResultCursor next) {
            if (!open) {
                open = true;
                count = 0;
                listener.begin(columns(fields));
            }
            count += tuples.size();
            wanted = listener.rows(values(tuples)) && wanted;
            cursor = next;
            if (next == null) {
                close();
            }
        }

        private void close() {
            if (open) {
                open = false;
                if (cursor != null) {
                    cursor.close();
                    cursor = null;
                }
                listener.end(count);
            }
        }

        @Override
        public void handleCommandStatus(String status, long updateCount, long insertOid) {
            // the BEGIN that the driver sends before the query is not reported here
            listener.status(status);
        }

        @Override
        public void handleWarning(SQLWarning warning) {
            var message = warning instanceof PSQLWarning psql ? psql.getServerErrorMessage() : null;
            listener.notice(message == null ? "WARNING" : message.getSeverity(), warning.getMessage());
        }
    }

    private static List<ResultColumn> columns(Field... fields) {
        var columns = new ArrayList<ResultColumn>();
        for (var field : fields) {
            columns.add(new ResultColumn(field.getColumnLabel(), isNumeric(field.getOID())));
        }
        return columns;
    }

    /** The types that psql aligns to the right (src/fe_utils/print.c, column_type_alignment). */
    private static boolean isNumeric(int type) {
        return switch (type) {
            case Oid.INT2, Oid.INT4, Oid.INT8, Oid.FLOAT4, Oid.FLOAT8, Oid.NUMERIC, Oid.OID, Oid.MONEY -> true;
            case 28, 29, 5069 -> true; // xid, cid, xid8
            default -> false;
        };
    }

    private List<List<String>> values(List<Tuple> tuples) {
        var rows = new ArrayList<List<String>>(tuples.size());
        for (var tuple : tuples) {
            var row = new ArrayList<String>(tuple.fieldCount());
            for (var i = 0; i < tuple.fieldCount(); i++) {
                row.add(text(tuple.get(i)));
            }
            rows.add(row);
        }
        return rows;
    }

    private String text(byte[] value) {
        try {
            return value == null ? null : executor().getEncoding().decode(value);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
