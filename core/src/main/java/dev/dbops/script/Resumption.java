package dev.dbops.script;

import dev.dbops.InputFile;
import dev.dbops.OpsException;
import dev.dbops.OpsException.Kind;
import dev.dbops.script.lexer.Statement;
import java.util.Optional;
import org.postgresql.core.TransactionState;
import org.postgresql.jdbc.PgConnection;

/**
 * Finds the place where a script that ran its statements separately can resume: the statement that failed, or the BEGIN
 * of the script's own transaction, because everything after it was rolled back.
 */
final class Resumption {
    private Optional<Statement> begin = Optional.empty();
    private int executedBefore;

    /**
     * Records what the statement did to the session's transaction.
     *
     * @param executed how many statements were executed before it
     */
    void note(PgConnection connection, Statement statement, int executed) {
        if (connection.getTransactionState() == TransactionState.IDLE) {
            begin = Optional.empty();
        } else if (begin.isEmpty()) {
            begin = Optional.of(statement);
            executedBefore = executed;
        }
    }

    /**
     * Must be called before the session ends, which silently rolls back an open transaction.
     *
     * @throws OpsException of kind FAILED, with the place where the transaction was begun
     */
    void requireEnded() {
        if (begin.isPresent()) {
            throw new OpsException(Kind.FAILED, "the script begins a transaction and never ends it", "add its COMMIT")
                    .at(begin.get().position());
        }
    }

    /**
     * Adds to the failure what the earlier statements did, and the option that resumes after them.
     *
     * @param failed the statement that failed
     * @param executed how many statements were executed before it
     * @param script the script whose lines can be resumed at
     */
    OpsException withAccount(OpsException failure, Statement failed, int executed, InputFile script) {
        var report = failure.withMessage(failure.getMessage()
                + begin.map(open -> "; what it did since %s was rolled back".formatted(open.position()))
                        .orElse("")
                + executed(begin.isPresent() ? executedBefore : executed));
        var from = begin.orElse(failed);
        if (failure.position().isEmpty() || from.source() != script) {
            return report;
        }
        var advice = "fix it, then continue with --from-line " + from.line();
        return report.withHint(failure.hint().map(hint -> hint + "; " + advice).orElse(advice));
    }

    private static String executed(int statements) {
        return statements == 0
                ? "; no statement before it was executed"
                : "; the %d statement(s) before it were executed".formatted(statements);
    }
}
