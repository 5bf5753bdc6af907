package dev.dbops.script;

import dev.dbops.OpsException;
import dev.dbops.OpsException.Kind;
import dev.dbops.postgres.Notices;
import dev.dbops.script.encoding.ServerSettings;
import dev.dbops.script.lexer.Statement;
import dev.dbops.script.lexer.StatementMemory;
import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayList;
import org.postgresql.jdbc.PgConnection;

/** Sends the statements of a script, together where that is possible, and counts what they did. */
final class StatementSender {
    private final ScriptConnections connections;
    private final ScriptOptions options;
    private final ScriptListener listener;
    private final Notices notices;
    private final ToleratedFailures failures;
    private final ServerSettings settings;
    private final StatementBatch batch = new StatementBatch();
    private final Resumption resumption = new Resumption();
    private int statements;
    private long rows;

    StatementSender(ScriptConnections connections, ScriptOptions options, ScriptListener listener, Notices notices) {
        this.connections = connections;
        this.options = options;
        this.listener = listener;
        this.notices = notices;
        this.settings =
                new ServerSettings(this::connection, this::send, options.mode().inTransaction());
        this.failures = new ToleratedFailures(options, listener);
    }

    ServerSettings settings() {
        return settings;
    }

    ToleratedFailures failures() {
        return failures;
    }

    Resumption resumption() {
        return resumption;
    }

    /** The number of statements that the server has executed. */
    int statements() {
        return statements;
    }

    /** The number of rows that they have changed. */
    long rows() {
        return rows;
    }

    private PgConnection connection() {
        return connections.current().connection();
    }

    /**
     * Sends a statement, at once or with the statements after it.
     *
     * @param steps reads ahead while the server executes a batch
     */
    void add(Statement statement, ReadAhead steps) throws IOException {
        var alone = !isPipelined(statement) || settings.isolates(statement);
        if (alone || batch.hasNoRoomFor(statement)) {
            send();
        }
        batch.add(statement);
        settings.waits(statement);
        if (alone) {
            send();
        } else if (batch.isFull()) {
            if (!batch.isLongStatement() && !settings.isPending()) {
                steps.readAhead();
            }
            send();
        }
    }

    /** Outside of a transaction each statement waits for the one before: a pipeline would be a transaction. */
    private boolean isPipelined(Statement statement) {
        return options.mode().inTransaction() && Pipeline.accepts(statement);
    }

    /** Sends the statements that wait. */
    void send() {
        if (batch.isEmpty()) {
            return;
        }
        if (Thread.interrupted()) {
            throw new OpsException(Kind.INTERRUPTED, "interrupted");
        }
        var handler = new BatchHandler(batch, notices);
        var before = statements;
        try {
            settings.before(batch.first());
            if (isPipelined(batch.first())) {
                Pipeline.execute(connection(), batch, handler);
            } else {
                ScriptMessage.execute(
                        connection(),
                        batch.first().text(),
                        handler,
                        options.mode().inTransaction());
            }
            statements += batch.size();
            settings.after(batch.first());
        } catch (SQLException e) {
            var failure = DriverSettings.broken(connection(), batch)
                    .orElseGet(() -> ScriptFailure.inStatement(handler.current(), e));
            afterFailure(batch.first());
            failures.tolerate(failure, connections.current());
        } catch (OutOfMemoryError e) {
            throw StatementMemory.exceeded(batch.first().position(), e);
        } finally {
            rows += handler.rows();
            resumption.note(connection(), batch.first(), before);
            batch.clear();
        }
    }

    /** An action that may fail as a statement does. */
    private interface Attempt {
        void run() throws IOException, SQLException;
    }

    private void tolerate(Statement statement, Attempt attempt) throws IOException {
        try {
            settings.before(statement);
            attempt.run();
            statements++;
            settings.after(statement);
        } catch (SQLException e) {
            throw ScriptFailure.inStatement(statement, e);
        } catch (OpsException e) {
            afterFailure(statement);
            failures.tolerate(e, connections.current());
        }
    }

    private void afterFailure(Statement statement) {
        try {
            settings.after(statement);
        } catch (SQLException e) {
            throw ScriptFailure.inStatement(statement, e);
        }
    }

    /** Sends data, and returns its number of rows. */
    interface Copying {
        long send() throws IOException;
    }

    /** Sends the data of a COPY. */
    void copy(Statement statement, Copying copying) throws IOException {
        tolerate(statement, () -> {
            settings.beforeCopy(statement);
            rows += copying.send();
        });
    }

    /** {@code \gset}: the columns of the one row are variables from here on. */
    void storeResult(ScriptStep.StoreResult step) throws IOException {
        var statement = step.statement();
        var before = statements;
        tolerate(statement, () -> {
            batch.add(statement);
            var handler = new RowHandler(batch, notices, connection());
            try {
                ScriptMessage.query(
                        connection(), statement.text(), handler, options.mode().inTransaction());
            } catch (SQLException e) {
                throw ScriptFailure.inStatement(handler.current(), e);
            } finally {
                rows += handler.rows();
                batch.clear();
            }
            handler.result().ifPresent(new ResultVariables(step, listener)::set);
        });
        resumption.note(connection(), statement, before);
    }

    /** {@code \gexec}: the cells of the result are statements, row by row. */
    void executeResult(Statement statement) throws IOException {
        var cells = new ArrayList<String>();
        tolerate(statement, () -> cells.addAll(ResultStatement.cells(connection(), statement, notices)));
        for (var sql : cells) {
            ResultStatement.destructive(sql, statement).forEach(listener::generated);
            batch.add(ResultStatement.of(sql, statement, options.mode().inTransaction()));
            send();
        }
    }
}
