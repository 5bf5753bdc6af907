package dev.dbops.query;

import dev.dbops.OpsException;
import dev.dbops.postgres.Database;
import dev.dbops.postgres.Notices;
import dev.dbops.postgres.SqlErrors;
import dev.dbops.postgres.Transaction;
import dev.dbops.script.QueryStatement;
import java.sql.SQLException;
import java.util.List;

/** Runs statements in one transaction, all of them or nothing, and hands on the rows of their results. */
public final class QueryRunner {
    private final Database database;
    private final ParameterValues values;
    private final QueryListener listener;
    private final Notices notices;

    public QueryRunner(Database database, ParameterValues values, QueryListener listener) {
        this.database = database;
        this.values = values;
        this.listener = listener;
        this.notices = new Notices(listener);
    }

    /**
     * Runs all of the statements, each result in turn.
     *
     * @param statements that {@link QueryRules} let pass
     * @param name what is being run, for messages
     * @throws OpsException of kind SQL, with the place, when the server refuses one of them
     */
    public void run(List<QueryStatement> statements, QueryMode mode, String name, RowSink sink) {
        if (mode == QueryMode.WRITE && statements.getFirst().needsNoTransaction()) {
            run(statements.getFirst(), "", mode, false, sink);
            sink.finish();
            return;
        }
        inTransaction(mode, name, () -> {
            statements.forEach(statement -> run(statement, "", mode, true, sink));
            sink.finish();
        });
    }

    /**
     * Shows how the server would run a statement.
     *
     * @param analyze whether it is run, to see how it went; it is rolled back
     * @param json whether the plan is wanted as JSON
     */
    public void explain(QueryStatement statement, QueryMode mode, boolean analyze, boolean json, RowSink sink) {
        var prefix = "EXPLAIN (%sFORMAT %s) ".formatted(analyze ? "ANALYZE, BUFFERS, " : "", json ? "JSON" : "TEXT");
        inTransaction(mode, "", () -> {
            run(statement, prefix, mode, true, sink);
            sink.finish();
        });
    }

    private void inTransaction(QueryMode mode, String name, Runnable work) {
        if (mode == QueryMode.WRITE) {
            new Transaction(database, name).commit(() -> {
                work.run();
                return true;
            });
        } else {
            try {
                database.connection().setAutoCommit(false);
                work.run();
                database.connection().rollback();
            } catch (SQLException e) {
                throw SqlErrors.translate(e);
            }
        }
    }

    private void run(QueryStatement statement, String prefix, QueryMode mode, boolean inTransaction, RowSink sink) {
        var reader = new PortionReader(
                database.connection(),
                inTransaction,
                mode == QueryMode.READ,
                notice -> notices.take(statement.position(), notice));
        var text = values.prepare(prefix + statement.sql(), statement);
        var result = new Result(database, reader, listener, statement, sink);
        try {
            if (sink.form() == RowSink.Form.CELLS) {
                result.cells(text);
            } else {
                result.objects(text);
            }
        } catch (SQLException e) {
            throw QueryFailure.of(statement, result.before() + prefix.length(), mode, e);
        }
    }
}
