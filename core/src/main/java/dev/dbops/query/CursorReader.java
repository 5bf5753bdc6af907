package dev.dbops.query;

import dev.dbops.BackgroundTask;
import dev.dbops.OpsException;
import dev.dbops.OpsException.Kind;
import java.sql.SQLException;
import java.sql.SQLWarning;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.postgresql.core.Field;
import org.postgresql.core.NativeQuery;
import org.postgresql.core.Query;
import org.postgresql.core.QueryExecutor;
import org.postgresql.core.ResultCursor;
import org.postgresql.core.ResultHandlerBase;
import org.postgresql.core.SqlCommand;
import org.postgresql.core.Tuple;
import org.postgresql.jdbc.PgConnection;

/**
 * Runs statements with the extended protocol and reads their rows in portions, so that memory does not grow with the
 * result.
 *
 * <p>It does not use JDBC statements: they parse the text themselves, and read the operator {@code ?} as a parameter.
 */
final class CursorReader {
    private static final int FIRST_PORTION = 100;
    private static final int LARGEST_PORTION = 10_000;
    private static final long PORTION_BYTES = 1024L * 1024;

    private final PgConnection connection;
    private final Consumer<SQLWarning> notices;
    private final int flags;

    /**
     * @param inTransaction whether a transaction is begun with the first statement, which costs no round trip; without
     *     one a result comes in one portion
     * @param readOnly whether that transaction is read-only
     */
    CursorReader(PgConnection connection, boolean inTransaction, boolean readOnly, Consumer<SQLWarning> notices) {
        this.connection = connection;
        this.notices = notices;
        this.flags = QueryExecutor.QUERY_ONESHOT
                | QueryExecutor.QUERY_NO_BINARY_TRANSFER
                | (inTransaction ? QueryExecutor.QUERY_FORWARD_CURSOR : QueryExecutor.QUERY_SUPPRESS_BEGIN)
                | (readOnly ? QueryExecutor.QUERY_READ_ONLY_HINT : 0);
    }

    /** Receives a result: its columns once, then its rows. */
    interface Consumption {
        void begin(Field... fields) throws SQLException;

        void rows(List<Tuple> tuples) throws SQLException;
    }

    /**
     * Runs a statement to its end.
     *
     * @return the server's command tag, when it has no result
     */
    Optional<String> run(PreparedText text, Consumption consumption) throws SQLException {
        var portion = execute(text, FIRST_PORTION, 0);
        if (portion.fields == null) {
            return Optional.of(portion.status);
        }
        consumption.begin(portion.fields);
        var size = nextSize(portion.tuples, FIRST_PORTION);
        consume(portion, consumption);
        if (portion.cursor != null) {
            consumeRest(portion.cursor, size, consumption);
        }
        return Optional.empty();
    }

    private static void consume(Portion portion, Consumption consumption) throws SQLException {
        var tuples = portion.tuples;
        // they are not needed while the next ones arrive
        portion.tuples = List.of();
        consumption.rows(tuples);
        requireUninterrupted();
    }

    /** Consumes each portion while the server makes the next one; the first is consumed by then, as it may be enough. */
    private void consumeRest(ResultCursor cursor, int first, Consumption consumption) throws SQLException {
        var size = first;
        var portion = fetch(cursor, size).orFailure();
        while (portion.cursor != null) {
            size = nextSize(portion.tuples, size);
            if (size > 1) {
                portion = next(portion, size, consumption);
            } else {
                // two rows of that length may be too many for the memory
                consume(portion, consumption);
                portion = fetch(portion.cursor, size).orFailure();
            }
        }
        consume(portion, consumption);
    }

    private Portion next(Portion portion, int size, Consumption consumption) throws SQLException {
        var next = BackgroundTask.start("db-ops-rows", () -> fetch(portion.cursor, size));
        try {
            consume(portion, consumption);
        } catch (SQLException | OpsException e) {
            abandon(next, e);
            throw e;
        }
        return await(next).orFailure();
    }

    /** Frees the connection for what follows the failure of a receiver. An interrupt has cancelled the statement itself. */
    private void abandon(BackgroundTask<Portion> next, Exception failure) {
        if (!(failure instanceof OpsException known && known.kind() == Kind.INTERRUPTED)) {
            try {
                connection.cancelQuery();
            } catch (SQLException e) {
                failure.addSuppressed(e);
            }
        }
        await(next);
    }

    /** An interrupt cancels the statement, so the wait ends soon. */
    private static Portion await(BackgroundTask<Portion> next) {
        var interrupted = false;
        try {
            while (true) {
                try {
                    return next.get();
                } catch (InterruptedException _) {
                    interrupted = true;
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** Returns the next portion, or the failure in its place. */
    private Portion fetch(ResultCursor cursor, int size) {
        var portion = new Portion();
        try {
            connection.getQueryExecutor().fetch(cursor, portion, size, false);
        } catch (SQLException e) {
            portion.failure = Optional.of(e);
        }
        return portion;
    }

    /** The columns of its result, without running it; empty when it has none. */
    Optional<Field[]> describe(PreparedText text) throws SQLException {
        return Optional.ofNullable(execute(text, 0, QueryExecutor.QUERY_DESCRIBE_ONLY).fields);
    }

    private Portion execute(PreparedText text, int size, int more) throws SQLException {
        requireUninterrupted();
        var executor = connection.getQueryExecutor();
        var query = executor.wrap(
                List.of(new NativeQuery(text.sql(), new int[text.values().size()], false, SqlCommand.BLANK)));
        var parameters = query.createParameterList();
        for (var i = 0; i < text.values().size(); i++) {
            var value = text.values().get(i);
            if (value.isPresent()) {
                parameters.setStringParameter(i + 1, value.get(), text.types()[i]);
            } else {
                parameters.setNull(i + 1, text.types()[i]);
            }
        }
        var portion = new Portion();
        executor.execute(query, parameters, portion, 0, size, flags | more);
        return portion;
    }

    /** The number of rows that fill the next portion, estimated from the last one; at most ten times as many. */
    private static int nextSize(List<Tuple> tuples, int size) {
        var bytes = 1L;
        for (var tuple : tuples) {
            bytes += tuple.length();
        }
        var fitting = PORTION_BYTES * Math.max(tuples.size(), 1) / bytes;
        return (int) Math.clamp(fitting, 1, Math.min(10L * size, LARGEST_PORTION));
    }

    private static void requireUninterrupted() {
        if (Thread.interrupted()) {
            throw new OpsException(Kind.INTERRUPTED, "interrupted");
        }
    }

    /** Keeps the content of one answer: its receiver may fail, and the answer must be read to its end first. */
    private final class Portion extends ResultHandlerBase {
        private Field[] fields;
        private List<Tuple> tuples = List.of();
        private ResultCursor cursor;
        private String status = "";
        private Optional<SQLException> failure = Optional.empty();

        private Portion orFailure() throws SQLException {
            if (failure.isPresent()) {
                throw failure.get();
            }
            return this;
        }

        @Override
        public void handleResultRows(Query query, Field[] described, List<Tuple> rows, ResultCursor more) {
            if (fields == null) {
                fields = described;
            }
            tuples = rows;
            cursor = more;
        }

        @Override
        public void handleCommandStatus(String command, long updateCount, long insertOid) {
            status = command;
        }

        @Override
        public void handleWarning(SQLWarning warning) {
            notices.accept(warning);
        }
    }
}
