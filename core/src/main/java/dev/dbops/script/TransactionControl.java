package dev.dbops.script;

import dev.dbops.OpsException;
import dev.dbops.OpsException.Kind;
import dev.dbops.ScriptPosition;
import dev.dbops.script.lexer.Statement;
import java.util.List;
import java.util.Optional;

/**
 * Recognizes the one BEGIN and COMMIT that a script in one transaction may contain: the pair that pg_dump writes around
 * the data of large objects (pg_backup_null.c). The statements between them only open, write and close large objects,
 * so they can be part of our transaction.
 */
final class TransactionControl {
    private static final String LARGE_OBJECT = "SELECT pg_catalog.lo";

    /** The open constructs: the BEGIN of the pair, and a large object in it. */
    private enum State {
        OUTSIDE,
        BEGUN,
        BETWEEN,
        OPEN
    }

    private State state = State.OUTSIDE;
    private Optional<Statement> begin = Optional.empty();
    private boolean opensByItself;

    /**
     * Returns whether the step is one of the pair, and must not be sent.
     *
     * @throws OpsException of kind USAGE when a pair has begun and pg_dump does not write this step inside it
     */
    boolean skips(ScriptStep step) {
        if (step instanceof ScriptStep.Run run) {
            return skips(run.statement());
        }
        requireEnded();
        return false;
    }

    private boolean skips(Statement statement) {
        if (state != State.OUTSIDE) {
            state = next(statement);
            return state == State.OUTSIDE;
        }
        if (statement.word(0).equals("select") && statement.text().contains("lo_open")) {
            // pg_dump writes to descriptor 0, which this one may already use.
            opensByItself = true;
        }
        if (!statement.text().equals("BEGIN;") || opensByItself) {
            return false;
        }
        begin = Optional.of(statement);
        state = State.BEGUN;
        return true;
    }

    private State next(Statement statement) {
        if (statement.source() == begin.orElseThrow().source()) {
            if (state == State.OPEN) {
                if (is(statement, "write(0, '", List.of("lowrite", "(", ",", "'", ")"))) {
                    return State.OPEN;
                }
                if (is(statement, "_close(0);", List.of("lo_close", "(", ")"))) {
                    return State.BETWEEN;
                }
            } else if (is(statement, "_open('", List.of("lo_open", "(", "'", ",", ")"))) {
                return State.OPEN;
            } else if (state == State.BETWEEN && statement.text().equals("COMMIT;")) {
                return State.OUTSIDE;
            }
        }
        throw refusedPair();
    }

    private static boolean is(Statement statement, String call, List<String> tokens) {
        var all = statement.tokens();
        return statement.ending() == Statement.Ending.SEND
                && statement.text().startsWith(LARGE_OBJECT)
                && statement.text().startsWith(call, LARGE_OBJECT.length())
                && all.size() == tokens.size() + 3
                && all.subList(3, all.size()).equals(tokens);
    }

    /** The end of the script, and any step other than a statement, is not allowed inside a pair. */
    void requireEnded() {
        if (state != State.OUTSIDE) {
            throw refusedPair();
        }
    }

    private OpsException refusedPair() {
        return refused(
                "the script contains transaction control: BEGIN",
                begin.orElseThrow().position());
    }

    /**
     * Returns the error for a statement that must be outside our transaction.
     *
     * @param what the reason
     */
    static OpsException refused(String what, ScriptPosition position) {
        return new OpsException(
                        Kind.USAGE,
                        what,
                        "remove it: a script is loaded in one transaction; or run each statement separately with"
                                + " --no-transaction")
                .at(position);
    }
}
