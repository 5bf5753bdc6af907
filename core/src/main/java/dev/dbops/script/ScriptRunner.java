package dev.dbops.script;

import dev.dbops.OpsException;
import dev.dbops.OpsException.Kind;
import dev.dbops.postgres.Database;
import dev.dbops.postgres.SqlErrors;
import java.io.IOException;
import java.sql.SQLException;
import java.util.List;
import org.postgresql.copy.CopyIn;
import org.postgresql.copy.CopyManager;
import org.postgresql.core.NativeQuery;
import org.postgresql.core.QueryExecutor;
import org.postgresql.core.SqlCommand;

/**
 * Loads a script in one transaction, with few round trips: consecutive statements travel as one message of the simple
 * protocol, and the data of a COPY is streamed behind its statement.
 */
public final class ScriptRunner {
    /** A message of this size is sent; small enough to keep memory flat, large enough to make the link's delay vanish. */
    private static final int MESSAGE_LENGTH = 1024 * 1024;

    private final Database database;
    private final ScriptListener listener;

    public ScriptRunner(Database database, ScriptListener listener) {
        this.database = database;
        this.listener = listener;
    }

    /**
     * Runs the whole script and commits, or changes nothing.
     *
     * @throws OpsException with the place in the script that failed; the transaction is rolled back
     */
    public ScriptResult run(ScriptSource script) {
        var connection = database.connection();
        try {
            connection.setAutoCommit(false);
            var result = new Run(script).toEnd();
            commit(script);
            connection.setAutoCommit(true);
            return result;
        } catch (SQLException e) {
            throw rolledBack(SqlErrors.translate(e));
        } catch (OpsException e) {
            throw rolledBack(e);
        }
    }

    private void commit(ScriptSource script) {
        try {
            database.connection().commit();
        } catch (SQLException e) {
            var failure = SqlErrors.translate(e);
            if (failure.kind() == Kind.UNREACHABLE) {
                throw new OpsException(
                        Kind.UNREACHABLE,
                        "the connection was lost while %s was being committed; whether it took effect is not known"
                                .formatted(script.name()),
                        "look into the database before loading it again",
                        e);
            }
            throw ScriptFailure.atCommit(script.name(), failure);
        }
    }

    /** Ends the transaction; where the connection is gone, the server has done so by itself. */
    private OpsException rolledBack(OpsException failure) {
        var connection = database.connection();
        try {
            if (!connection.isClosed()) {
                connection.rollback();
                connection.setAutoCommit(true);
            }
        } catch (SQLException e) {
            failure.addSuppressed(e);
        }
        return failure;
    }

    /** One pass through one script. */
    private final class Run {
        private final ScriptSource script;
        private final StatementBatch batch = new StatementBatch();
        private int statements;
        private long rows;

        Run(ScriptSource script) {
            this.script = script;
        }

        ScriptResult toEnd() {
            try (var in = script.open()) {
                var scanner = new SqlScanner(in, script.name());
                for (var next = scanner.next(); next.isPresent(); next = scanner.next()) {
                    take(next.get(), scanner);
                }
                send();
            } catch (IOException e) {
                throw new OpsException(
                        Kind.FAILED,
                        "cannot read %s: %s; nothing was changed".formatted(script.name(), e.getMessage()),
                        null,
                        e);
            }
            return new ScriptResult(statements, rows);
        }

        private void take(Statement statement, SqlScanner scanner) throws IOException {
            if (statement.isCopyFromStdin()) {
                send();
                copy(statement, scanner);
                return;
            }
            batch.add(statement);
            if (batch.length() >= MESSAGE_LENGTH || statement.changesLexing()) {
                send();
            }
        }

        private void send() throws IOException {
            if (batch.isEmpty()) {
                return;
            }
            var handler = new BatchHandler(batch, script.name(), listener);
            try {
                var executor = database.connection().getQueryExecutor();
                // Built by hand: the driver would otherwise parse the text and send each statement by itself.
                var message = executor.wrap(List.of(new NativeQuery(batch.text(), SqlCommand.BLANK)));
                executor.execute(
                        message,
                        null,
                        handler,
                        0,
                        0,
                        QueryExecutor.QUERY_EXECUTE_AS_SIMPLE | QueryExecutor.QUERY_NO_RESULTS);
            } catch (SQLException e) {
                throw ScriptFailure.inBatch(script, batch, handler.currentIndex(), e);
            }
            statements += batch.size();
            rows += handler.rows();
            batch.clear();
        }

        private void copy(Statement statement, SqlScanner scanner) throws IOException {
            var firstDataLine = new int[1];
            try {
                rows += stream(statement, scanner, firstDataLine);
                statements++;
            } catch (SQLException e) {
                throw ScriptFailure.inCopy(script, statement, firstDataLine[0], e);
            }
        }

        private long stream(Statement statement, SqlScanner scanner, int[] firstDataLine)
                throws SQLException, IOException {
            var copy = new CopyManager(database.connection()).copyIn(statement.text());
            try {
                firstDataLine[0] = scanner.line() + 1;
                scanner.copyData((bytes, offset, length) -> write(copy, bytes, offset, length));
                return copy.endCopy();
            } catch (CopyWriteException e) {
                throw e.failure;
            } finally {
                if (copy.isActive()) {
                    copy.cancelCopy();
                }
            }
        }

        private static void write(CopyIn copy, byte[] bytes, int offset, int length) throws CopyWriteException {
            try {
                copy.writeToCopy(bytes, offset, length);
            } catch (SQLException e) {
                throw new CopyWriteException(e);
            }
        }
    }

    /** Carries a failure of the server through the scanner, which knows only those of reading. */
    private static final class CopyWriteException extends IOException {
        private static final long serialVersionUID = 1L;
        private final transient SQLException failure;

        CopyWriteException(SQLException failure) {
            super(failure);
            this.failure = failure;
        }
    }
}
