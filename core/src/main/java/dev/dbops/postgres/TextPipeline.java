package dev.dbops.postgres;

import dev.dbops.OpsException;
import java.sql.SQLException;
import java.sql.SQLWarning;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import org.postgresql.core.Field;
import org.postgresql.core.NativeQuery;
import org.postgresql.core.Parser;
import org.postgresql.core.Query;
import org.postgresql.core.QueryExecutor;
import org.postgresql.core.ResultCursor;
import org.postgresql.core.ResultHandlerBase;
import org.postgresql.core.Tuple;

/**
 * Sends SQL texts together, in few round trips, and finds out which of them failed.
 *
 * <p>The server answers statement by statement and skips what follows the first error. The driver's public interface
 * hides how many answers came before it.
 */
public final class TextPipeline extends ResultHandlerBase {
    private final Database database;
    private final List<NativeQuery> statements = new ArrayList<>();

    /** The number of statements up to the end of each text. */
    private final List<Integer> ends = new ArrayList<>();

    private int answered;

    private TextPipeline(Database database) {
        this.database = database;
    }

    /**
     * Runs texts as {@link Database#executeText} does, in an open transaction.
     *
     * @param failure returns the failure of the text with that index
     */
    public static void execute(
            Database database, List<String> texts, BiFunction<Integer, OpsException, OpsException> failure) {
        if (texts.isEmpty()) {
            return;
        }
        var pipeline = new TextPipeline(database);
        try {
            pipeline.add(SafeSearchPath.ENTER);
            for (var text : texts) {
                pipeline.add(text);
            }
            pipeline.add(SafeSearchPath.LEAVE);
            pipeline.send();
        } catch (SQLException e) {
            var index = Math.clamp(pipeline.executed() - 1L, 0, texts.size() - 1);
            throw failure.apply(index, SqlErrors.translate(e));
        }
    }

    private void add(String text) throws SQLException {
        var standardStrings = database.connection().getStandardConformingStrings();
        statements.addAll(Parser.parseJdbcSql(text, standardStrings, false, true, false, false));
        ends.add(statements.size());
    }

    private void send() throws SQLException {
        var executor = database.connection().getQueryExecutor();
        executor.execute(executor.wrap(statements), null, this, 0, 0, QueryExecutor.QUERY_ONESHOT);
    }

    /** Returns the number of texts that were executed before the failure. */
    private int executed() {
        return (int) ends.stream().filter(end -> end <= answered).count();
    }

    @Override
    public void handleCommandStatus(String status, long updateCount, long insertOid) {
        answered++;
    }

    @Override
    public void handleResultRows(Query fromQuery, Field[] fields, List<Tuple> tuples, ResultCursor cursor) {
        answered++;
    }

    /** Discards the server's notices. */
    @Override
    public void handleWarning(SQLWarning warning) {}
}
