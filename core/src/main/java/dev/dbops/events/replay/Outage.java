package dev.dbops.events.replay;

import dev.dbops.OpsException;
import dev.dbops.OpsException.Kind;
import dev.dbops.ServerError;
import java.io.IOException;
import java.util.Set;

/** Failures of one side of a replay that a follower waits for, such as a lost connection or a full disk. */
final class Outage {
    /**
     * Conflicts with other transactions, resources such as a full disk, operator intervention (PostgreSQL
     * documentation, PostgreSQL Error Codes).
     */
    private static final Set<String> CLASSES = Set.of("40", "53", "57");

    /** A server that is read-only (a standby after a failover), and a lock that was not available. */
    private static final Set<String> STATES = Set.of("25006", "55P03");

    /** A statement that was canceled, by a time limit or by a person, would often fail again. */
    private static final String CANCELED = "57014";

    private OpsException atSink;

    /** Returns the failure of the sink, which its message then names. */
    OpsException atSink(OpsException failure) {
        atSink = named("sink", failure);
        return atSink;
    }

    /** Returns the failure of a replay; the message names the source unless the sink failed. */
    OpsException atEitherSide(OpsException failure) {
        return failure == atSink ? failure : named("source", failure);
    }

    private static OpsException named(String side, OpsException failure) {
        // the message about a file names the file
        return passes(failure) && !isOfFile(failure)
                ? failure.withMessage("%s: %s".formatted(side, failure.getMessage()))
                : failure;
    }

    /** Returns whether it may end without anybody changing data or options. */
    static boolean passes(OpsException failure) {
        var state = failure.serverError().map(ServerError::sqlState).orElse("");
        return failure.kind() == Kind.UNREACHABLE
                || isOfFile(failure)
                || STATES.contains(state)
                || state.length() == CANCELED.length()
                        && CLASSES.contains(state.substring(0, 2))
                        && !state.equals(CANCELED);
    }

    private static boolean isOfFile(OpsException failure) {
        return failure.kind() == Kind.FAILED && failure.getCause() instanceof IOException;
    }
}
