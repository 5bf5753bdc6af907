package dev.dbops.events.replay.postgres;

import dev.dbops.OpsException;
import dev.dbops.ServerError;
import java.util.Set;

/** Tells failures that are the server's own from those that are a word on the data. */
final class TransientFailure {
    /** A deadlock, a lock that was not to be had, a statement that was cancelled. */
    private static final Set<String> PASSING = Set.of("40001", "40P01", "55P03", "57014");

    /**
     * Classes that would have met other events too: state of the transaction (as in a server that only reads), rollback,
     * resources (as a disk that is full), state of an object, intervention, system, internal errors (PostgreSQL
     * documentation, PostgreSQL Error Codes).
     */
    private static final Set<String> CLASSES = Set.of("25", "40", "53", "55", "57", "58", "XX");

    private TransientFailure() {}

    /** Whether the same may go well the next time. */
    static boolean isPassing(OpsException failure) {
        return PASSING.contains(sqlState(failure));
    }

    /** Whether the same would have happened to other events. */
    static boolean is(OpsException failure) {
        var state = sqlState(failure);
        return state.length() < 2 || CLASSES.contains(state.substring(0, 2));
    }

    /** The SQLSTATE; empty when the server said nothing. */
    static String sqlState(OpsException failure) {
        return failure.serverError().map(ServerError::sqlState).orElse("");
    }
}
