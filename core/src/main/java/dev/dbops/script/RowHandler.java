package dev.dbops.script;

import dev.dbops.postgres.Notices;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.postgresql.core.Encoding;
import org.postgresql.core.Field;
import org.postgresql.core.Query;
import org.postgresql.core.ResultCursor;
import org.postgresql.core.Tuple;
import org.postgresql.jdbc.PgConnection;

/** Keeps the last result of a message, which decides what {@code \gset} does. */
final class RowHandler extends BatchHandler {
    private final PgConnection connection;
    private Optional<Result> result = Optional.empty();
    private Optional<IOException> failure = Optional.empty();

    RowHandler(StatementBatch batch, Notices notices, PgConnection connection) {
        super(batch, notices);
        this.connection = connection;
    }

    /**
     * The rows of a query.
     *
     * @param columns the columns with their values in the first row; none if there is no row
     */
    record Result(int rows, List<Column> columns) {}

    /** @param value empty for NULL */
    record Column(String name, Optional<String> value) {}

    @Override
    public void handleCommandStatus(String status, long updateCount, long insertOID) {
        super.handleCommandStatus(status, updateCount, insertOID);
        result = Optional.empty();
    }

    @Override
    public void handleResultRows(Query fromQuery, Field[] fields, List<Tuple> tuples, ResultCursor cursor) {
        super.handleResultRows(fromQuery, fields, tuples, cursor);
        try {
            // Now: a later statement of the message may change the encoding.
            result = Optional.of(new Result(tuples.size(), tuples.size() == 1 ? columns(fields, tuples) : List.of()));
        } catch (IOException e) {
            failure = Optional.of(e);
        }
    }

    private List<Column> columns(Field[] fields, List<Tuple> tuples) throws IOException {
        Encoding encoding = connection.getQueryExecutor().getEncoding();
        var columns = new ArrayList<Column>();
        for (var i = 0; i < fields.length; i++) {
            var bytes = tuples.getFirst().get(i);
            var value = bytes == null ? Optional.<String>empty() : Optional.of(encoding.decode(bytes));
            columns.add(new Column(fields[i].getColumnLabel(), value));
        }
        return columns;
    }

    /**
     * The result of the last statement; empty if that returns no rows by its kind.
     *
     * @throws IOException for text that is not valid in the session's encoding
     */
    Optional<Result> result() throws IOException {
        if (failure.isPresent()) {
            throw failure.get();
        }
        return result;
    }
}
