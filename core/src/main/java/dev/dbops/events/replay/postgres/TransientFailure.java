package dev.dbops.events.replay.postgres;

import dev.dbops.OpsException;
import dev.dbops.ServerError;
import java.util.Set;

/** Distinguishes failures of the server from failures caused by the data. */
public final class TransientFailure {
    /** A deadlock, an unavailable lock, a canceled statement. */
    private static final Set<String> PASSING = Set.of("40001", "40P01", "55P03", "57014");

    /**
     * Classes that would affect other events too: state of the transaction (such as a read-only server), rollback,
     * resources (such as a full disk), object state, operator intervention, system, internal errors (PostgreSQL
     * documentation, PostgreSQL Error Codes).
     */
    private static final Set<String> CLASSES = Set.of("25", "40", "53", "55", "57", "58", "XX");

    private TransientFailure() {}

    /** Returns whether a retry may succeed. */
    static boolean isPassing(OpsException failure) {
        return PASSING.contains(sqlState(failure));
    }

    /** Returns whether other events would have failed in the same way. */
    public static boolean is(OpsException failure) {
        var state = sqlState(failure);
        return state.length() < 2 || CLASSES.contains(state.substring(0, 2));
    }

    /** The SQLSTATE; empty when the server sent none. */
    public static String sqlState(OpsException failure) {
        return failure.serverError().map(ServerError::sqlState).orElse("");
    }
}
