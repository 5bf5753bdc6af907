package dev.dbops.script;

import dev.dbops.postgres.Notices;
import dev.dbops.script.lexer.Statement;
import java.sql.SQLWarning;
import java.util.List;
import org.postgresql.core.Field;
import org.postgresql.core.Query;
import org.postgresql.core.ResultCursor;
import org.postgresql.core.ResultHandlerBase;
import org.postgresql.core.Tuple;

/**
 * Counts the answers to a batch of statements, to match errors and notices to their statements.
 *
 * <p>The server answers statement by statement and skips what follows the first error; the driver's public interface
 * hides how many answers came before it.
 */
class BatchHandler extends ResultHandlerBase {
    private final StatementBatch batch;
    private final Notices notices;
    private int answered;
    private long rows;

    BatchHandler(StatementBatch batch, Notices notices) {
        this.batch = batch;
        this.notices = notices;
    }

    @Override
    public void handleCommandStatus(String status, long updateCount, long insertOID) {
        answered++;
        if (updateCount > 0) {
            rows += updateCount;
        }
    }

    @Override
    public void handleResultRows(Query fromQuery, Field[] fields, List<Tuple> tuples, ResultCursor cursor) {
        answered++;
    }

    @Override
    public void handleWarning(SQLWarning warning) {
        notices.take(current().position(), warning);
    }

    /** The statement that the server is executing: the one after the last answer. */
    Statement current() {
        return batch.afterAnswers(answered);
    }

    long rows() {
        return rows;
    }
}
