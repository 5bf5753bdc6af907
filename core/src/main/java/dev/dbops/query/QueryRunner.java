package dev.dbops.query;

import dev.dbops.postgres.Database;
import dev.dbops.postgres.Notices;
import dev.dbops.postgres.Utf8Session;
import dev.dbops.script.QueryStatement;
import java.sql.SQLException;
import java.util.List;

/** Runs statements in one transaction, all or nothing, and passes on the rows of their results. */
public final class QueryRunner {
    private final Database database;
    private final String role;
    private final ParameterValues values;
    private final QueryListener listener;
    private final Notices notices;
    private final Runnable beforeCommit;

    /**
     * @param role the role whose rights the SQL has; empty for the role that logs in
     * @param beforeCommit called in the transaction after all statements have run
     */
    public QueryRunner(
            Database database, String role, ParameterValues values, QueryListener listener, Runnable beforeCommit) {
        this.database = database;
        this.role = role;
        this.beforeCommit = beforeCommit;
        this.values = values;
        this.listener = listener;
        this.notices = new Notices(listener);
    }

    /**
     * Runs all of the statements, each result in turn.
     *
     * @param statements the statements, which {@link QueryRules} have accepted
     * @param name what is being run, for messages
     * @throws OpsException of kind SQL, with the place, when the server refuses one of them
     */
    public void run(List<QueryStatement> statements, QueryMode mode, String name, RowSink sink) {
        var transaction = new QueryTransaction(database, mode, role);
        if (mode == QueryMode.WRITE && statements.getFirst().needsNoTransaction()) {
            transaction.settleSession();
            run(statements.getFirst(), "", mode, false, sink);
            sink.finish();
            return;
        }
        transaction.run(name, () -> {
            for (var statement : statements) {
                transaction.before(statement);
                run(statement, "", mode, true, sink);
            }
            sink.finish();
            beforeCommit.run();
        });
    }

    /**
     * Shows how the server would run a statement.
     *
     * @param analyze whether to run it and measure it; it is rolled back
     * @param json whether to return the plan as JSON
     */
    public void explain(QueryStatement statement, QueryMode mode, boolean analyze, boolean json, RowSink sink) {
        var prefix = "EXPLAIN (%sFORMAT %s) ".formatted(analyze ? "ANALYZE, BUFFERS, " : "", json ? "JSON" : "TEXT");
        var transaction = new QueryTransaction(database, mode, role);
        transaction.run("", () -> {
            transaction.before(statement);
            run(statement, prefix, mode, true, sink);
            sink.finish();
        });
    }

    private void run(QueryStatement statement, String prefix, QueryMode mode, boolean inTransaction, RowSink sink) {
        var reader = new CursorReader(
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
        Utf8Session.require(database);
    }
}
