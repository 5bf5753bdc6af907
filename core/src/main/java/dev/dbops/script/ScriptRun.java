package dev.dbops.script;

import dev.dbops.InputFile;
import dev.dbops.OpsException;
import dev.dbops.OpsException.Kind;
import dev.dbops.postgres.Database;
import dev.dbops.postgres.Notices;
import dev.dbops.postgres.SqlErrors;
import dev.dbops.script.lexer.SqlScanner;
import dev.dbops.script.lexer.Statement;
import dev.dbops.script.lexer.StatementMemory;
import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.function.Function;
import org.postgresql.jdbc.PgConnection;

/** One pass through one script, step by step. */
final class ScriptRun implements AutoCloseable {
    private final ScriptConnections connections;
    private final ScriptOptions options;
    private final ScriptListener listener;
    private final Notices notices;
    private final ToleratedFailures failures;
    private final StatementBatch batch = new StatementBatch();
    private final Resumption resumption = new Resumption();
    private final TransactionControl control = new TransactionControl();
    private final ServerSettings settings;
    private ReadAhead steps;
    private InputFile script;
    private long size;
    private int statements;
    private long rows;
    private Statement last;

    ScriptRun(Database database, Function<String, Database> connector, ScriptOptions options, ScriptListener listener) {
        this.connections = new ScriptConnections(database, connector);
        this.options = options;
        this.listener = listener;
        this.notices = new Notices(listener);
        this.settings =
                new ServerSettings(this::connection, this::send, options.mode().inTransaction());
        this.failures = new ToleratedFailures(options, listener);
    }

    void toEnd(InputFile source) {
        script = source;
        size = source.size();
        settings.begin();
        try (var reader = new ReadAhead(new ScriptReader(script, options, settings), StatementBatch.MOST_BYTES)) {
            steps = reader;
            for (var next = reader.next(); next.isPresent(); next = reader.next()) {
                if (!isSkipped(next.get())) {
                    take(next.get());
                }
                progress(0);
            }
            control.requireEnded();
            send();
            requireEndedTransaction();
            settings.end();
        } catch (SQLException e) {
            throw SqlErrors.translate(e);
        } catch (IOException e) {
            throw script.unreadable(e);
        }
    }

    /** The result so far. */
    ScriptResult result() {
        return new ScriptResult(statements, rows, failures.count(), notices.notices(), notices.warnings());
    }

    /** Receives the server's notices for the COMMIT after the last statement. */
    void beforeCommit() {
        if (last != null) {
            notices.hearCommit(connection(), last.position());
        }
    }

    /** @param copied how many bytes of the other file, which \copy reads, have been sent */
    private void progress(long copied) {
        listener.progress(steps.offset() + copied, copied == 0 ? size : 0, statements, rows);
    }

    /** Our transaction replaces the one that pg_dump writes around large objects. */
    private boolean isSkipped(ScriptStep step) {
        if (!options.mode().inTransaction() || !control.skips(step)) {
            return false;
        }
        if (step instanceof ScriptStep.Run run && run.statement().word(0).equals("begin")) {
            listener.joinedTransaction(run.statement().position());
        }
        return true;
    }

    private void take(ScriptStep step) throws IOException {
        // Not a switch over types: the JVM would generate classes for it at each start.
        if (step instanceof ScriptStep.Run run) {
            if (isBeforeStart(run.statement())) {
                skip(run.statement(), run.scanner());
            } else {
                run(run.statement(), run.scanner());
            }
        } else if (step instanceof ScriptStep.CopyFile copy) {
            if (!isBeforeStart(copy.statement())) {
                last = copy.statement();
                send();
                copy(
                        copy.statement(),
                        () -> CopyStream.sendFile(
                                connection(),
                                copy.statement(),
                                copy.file(),
                                settings.copyCharset(),
                                notices,
                                this::progress));
            }
        } else if (step instanceof ScriptStep.Echo echo) {
            send();
            listener.echo(echo.text());
        } else if (step instanceof ScriptStep.Ignored passed) {
            listener.ignored(passed.position(), passed.command(), passed.reason());
        } else if (step instanceof ScriptStep.StopOnError stop) {
            failures.stopAtNext(stop.value());
        } else if (step instanceof ScriptStep.Connect connect) {
            send();
            connect(connect.database());
        }
    }

    private boolean isBeforeStart(Statement statement) {
        return options.fromLine() > 1 && steps.lineInScript(statement) < options.fromLine();
    }

    private void skip(Statement statement, SqlScanner scanner) throws IOException {
        if (statement.isCopyFromStdin()) {
            scanner.copyData((bytes, offset, length) -> {});
        }
        for (var replayed : SessionReplay.of(statement)) {
            run(replayed, scanner);
        }
    }

    private void run(Statement statement, SqlScanner scanner) throws IOException {
        last = statement;
        if (statement.isCopyFromStdin()) {
            send();
            copy(
                    statement,
                    () -> CopyStream.sendInline(
                            connection(),
                            statement,
                            scanner,
                            settings.copyCharset(),
                            failures.mayContinue(),
                            notices,
                            _ -> progress(0)));
        } else if (statement.ending() == Statement.Ending.EXECUTE_RESULT) {
            send();
            executeResult(statement);
        } else {
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
    }

    /** Outside of a transaction each statement waits for the one before: a pipeline would be a transaction. */
    private boolean isPipelined(Statement statement) {
        return options.mode().inTransaction() && Pipeline.accepts(statement);
    }

    private void send() {
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
    private interface Copying {
        long send() throws IOException;
    }

    private void copy(Statement statement, Copying copying) throws IOException {
        tolerate(statement, () -> {
            settings.beforeCopy(statement);
            rows += copying.send();
        });
    }

    /** {@code \gexec}: the cells of the result are statements, row by row. */
    private void executeResult(Statement statement) throws IOException {
        var cells = new ArrayList<String>();
        tolerate(statement, () -> cells.addAll(ResultStatement.cells(connection(), statement, notices)));
        for (var sql : cells) {
            ResultStatement.destructive(sql, statement).forEach(listener::generated);
            batch.add(ResultStatement.of(sql, statement, options.mode().inTransaction()));
            send();
        }
    }

    private void connect(String name) {
        requireEndedTransaction();
        connections.connect(name);
        settings.begin();
    }

    private PgConnection connection() {
        return connections.current().connection();
    }

    private void requireEndedTransaction() {
        if (!options.mode().inTransaction()) {
            resumption.requireEnded();
        }
    }

    /** Adds to the failure what the earlier statements did, and the option that resumes after them. */
    OpsException withAccount(OpsException failure) {
        return last == null ? failure : resumption.withAccount(failure, last, statements, script);
    }

    @Override
    public void close() {
        connections.close();
    }
}
