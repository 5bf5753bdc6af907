package dev.dbops.events.log;

import dev.dbops.OpsException;
import dev.dbops.OpsException.Kind;

/** The failure to get a lock on the log, its functions or a table with triggers. */
public final class LogInUse {
    private static final String LOCK_NOT_AVAILABLE = "55P03";

    private LogInUse() {}

    /** Returns a timeout for a lock that was not got; other failures, and timeouts that name more, as they are. */
    public static OpsException of(OpsException failure) {
        var isLock = failure.serverError()
                .filter(error -> error.sqlState().equals(LOCK_NOT_AVAILABLE))
                .isPresent();
        return isLock && failure.kind() != Kind.TIMEOUT
                ? new OpsException(
                        Kind.TIMEOUT,
                        "a table or the event log is in use by a long transaction; nothing more was changed",
                        "find it with db-ops sessions, and run this again",
                        failure)
                : failure;
    }
}
