package dev.dbops.script;

import dev.dbops.InputFile;
import dev.dbops.OpsException;
import dev.dbops.OpsException.Kind;
import java.util.Optional;
import org.postgresql.core.TransactionState;
import org.postgresql.jdbc.PgConnection;

/**
 * Knows where a script can go on that stopped while each of its statements stood by itself: at the statement that
 * failed, or at the BEGIN of the script's own transaction, because everything behind that was rolled back with it.
 */
final class Resumption {
    private Optional<Statement> begin = Optional.empty();
    private int executedBefore;

    /**
     * Takes note of what the statement did to the session's transaction.
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
     * To be called before the session ends, which rolls an open transaction back without a word.
     *
     * @throws OpsException of kind FAILED, with the place where the transaction was begun
     */
    void requireEnded() {
        if (begin.isPresent()) {
            throw new OpsException(
                            Kind.FAILED, "a transaction that the script has begun is never ended", "add its COMMIT")
                    .at(begin.get().position());
        }
    }

    /**
     * The failure with what the statements before it have done, and the option that goes on behind them.
     *
     * @param failed the statement that failed
     * @param executed how many statements were executed before it
     * @param script whose lines can be gone on at
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
        var advice = "mend it, then go on with --from-line " + from.line();
        return report.withHint(failure.hint().map(hint -> hint + "; " + advice).orElse(advice));
    }

    private static String executed(int statements) {
        return statements == 0
                ? "; no statement before it was executed"
                : "; the %d statement(s) before it were executed".formatted(statements);
    }
}
