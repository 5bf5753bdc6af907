package dev.dbops.script;

import dev.dbops.postgres.Notices;
import java.sql.SQLWarning;
import java.util.List;
import org.postgresql.core.Field;
import org.postgresql.core.Query;
import org.postgresql.core.ResultCursor;
import org.postgresql.core.ResultHandlerBase;
import org.postgresql.core.Tuple;

/**
 * Counts the answers to a message of several statements, to match errors and notices to their statements.
 *
 * <p>The server answers statement by statement and stops at the first error (PostgreSQL documentation, section 53.2.2,
 * "Simple Query"); the driver's public interface hides how many answers came before it.
 */
final class BatchHandler extends ResultHandlerBase {
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
        notices.take(batch.statement(currentIndex()).position(), warning);
    }

    /** The place of the statement that the server is executing: the one after the last answer. */
    int currentIndex() {
        return batch.indexOfCommand(answered);
    }

    long rows() {
        return rows;
    }
}
