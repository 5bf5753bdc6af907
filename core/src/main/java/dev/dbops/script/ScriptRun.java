package dev.dbops.script;

import dev.dbops.InputFile;
import dev.dbops.OpsException;
import dev.dbops.postgres.Database;
import dev.dbops.postgres.Notices;
import dev.dbops.postgres.SqlErrors;
import dev.dbops.script.encoding.ServerSettings;
import dev.dbops.script.lexer.SqlScanner;
import dev.dbops.script.lexer.Statement;
import dev.dbops.script.lexer.StatementMemory;
import dev.dbops.script.variables.ResultNames;
import java.io.IOException;
import java.sql.SQLException;
import java.util.function.Function;
import org.postgresql.jdbc.PgConnection;

/** One pass through one script, step by step. */
final class ScriptRun implements AutoCloseable {
    private final ScriptConnections connections;
    private final ScriptOptions options;
    private final ScriptListener listener;
    private final Notices notices;
    private final StatementSender sender;
    private final TransactionControl control = new TransactionControl();
    private final ServerSettings settings;
    private final LateCheck late;
    private ReadAhead steps;
    private InputFile script;
    private long size;
    private Statement last;

    ScriptRun(Database database, Function<String, Database> connector, ScriptOptions options, ScriptListener listener) {
        this.connections = new ScriptConnections(database, connector);
        this.options = options;
        this.listener = listener;
        this.notices = new Notices(listener);
        this.sender = new StatementSender(connections, options, listener, notices);
        this.settings = sender.settings();
        this.late = new LateCheck(options, listener);
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
            sender.send();
            requireEndedTransaction();
            settings.end();
        } catch (SQLException e) {
            throw SqlErrors.translate(e);
        } catch (IOException e) {
            throw script.unreadable(e);
        } catch (OutOfMemoryError e) {
            if (last == null) {
                throw e;
            }
            throw StatementMemory.exhausted(last.position(), e);
        }
    }

    /** The result so far. */
    ScriptResult result() {
        return new ScriptResult(
                sender.statements(), sender.rows(), sender.failures().count(), notices.notices(), notices.warnings());
    }

    /** Receives the server's notices for the COMMIT after the last statement. */
    void beforeCommit() {
        if (last != null) {
            notices.hearCommit(connection(), last.position());
        }
    }

    /** @param copied how many bytes of the other file, which \copy reads, have been sent */
    private void progress(long copied) {
        listener.progress(steps.offset() + copied, copied == 0 ? size : 0, sender.statements(), sender.rows());
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
        } else if (step instanceof ScriptStep.StoreResult result) {
            if (isBeforeStart(result.statement())) {
                skip(result);
            } else {
                store(result);
            }
        } else if (step instanceof ScriptStep.CopyFile copy) {
            if (!isBeforeStart(copy.statement())) {
                last = copy.statement();
                sender.send();
                sender.copy(
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
            sender.send();
            listener.echo(echo.text());
        } else if (step instanceof ScriptStep.Ignored passed) {
            listener.ignored(passed.position(), passed.command(), passed.reason());
        } else if (step instanceof ScriptStep.StopOnError stop) {
            sender.failures().stopAtNext(stop.value());
        } else if (step instanceof ScriptStep.Connect connect) {
            sender.send();
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

    /** The query must not run again; its values are unknown, unless -v gives them. */
    private void skip(ScriptStep.StoreResult result) {
        var names = ResultNames.ofSkipped(result.statement(), result.prefix());
        result.variables().forget(names);
        options.variables().forEach((name, value) -> {
            if (names.mayName(name)) {
                result.variables().put(name, value);
            }
        });
    }

    private void store(ScriptStep.StoreResult result) throws IOException {
        last = result.statement();
        late.check(result.statement());
        sender.send();
        sender.storeResult(result);
        late.begin();
    }

    private void run(Statement statement, SqlScanner scanner) throws IOException {
        last = statement;
        late.check(statement);
        if (statement.isCopyFromStdin()) {
            sender.send();
            sender.copy(
                    statement,
                    () -> CopyStream.sendInline(
                            connection(),
                            statement,
                            scanner,
                            settings.copyCharset(),
                            sender.failures().mayContinue(),
                            notices,
                            _ -> progress(0)));
        } else if (statement.ending() == Statement.Ending.EXECUTE_RESULT) {
            sender.send();
            sender.executeResult(statement);
        } else {
            sender.add(statement, steps);
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
            sender.resumption().requireEnded();
        }
    }

    /** Adds to the failure what the earlier statements did, and the option that resumes after them. */
    OpsException withAccount(OpsException failure) {
        return last == null ? failure : sender.resumption().withAccount(failure, last, sender.statements(), script);
    }

    @Override
    public void close() {
        connections.close();
    }
}
