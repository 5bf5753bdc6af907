package dev.dbops.events.log;

import dev.dbops.OpsException;
import dev.dbops.OpsException.Kind;
import java.util.Set;

/** The failure to get a lock on the log, its functions or a table with triggers. */
public final class LogInUse {
    /** A lock that was not available in time, and a deadlock, which the server ends at one of its sides. */
    private static final Set<String> NOT_LOCKED = Set.of("55P03", "40P01");

    private LogInUse() {}

    /** Returns whether a lock that was not got is the reason of a failure. */
    public static boolean isReason(OpsException failure) {
        return failure.serverError()
                .filter(error -> NOT_LOCKED.contains(error.sqlState()))
                .isPresent();
    }

    /** Returns a timeout for a lock that was not got; other failures, and timeouts that name more, as they are. */
    public static OpsException of(OpsException failure) {
        return isReason(failure) && failure.kind() != Kind.TIMEOUT
                ? new OpsException(
                        Kind.TIMEOUT,
                        "a table or the event log is in use by a long transaction; nothing more was changed",
                        "find it with db-ops sessions, and run this again",
                        failure)
                : failure;
    }
}
