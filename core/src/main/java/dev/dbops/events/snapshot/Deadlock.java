package dev.dbops.events.snapshot;

import dev.dbops.OpsException;
import dev.dbops.ServerError;
import java.util.function.Supplier;

/** A deadlock with a session that locks several tables, for example by TRUNCATE: the server ends one of the two statements. */
public final class Deadlock {
    private static final String DETECTED = "40P01";

    /** Each attempt has waited for deadlock_timeout, usually a second. */
    private static final int ATTEMPTS = 10;

    private Deadlock() {}

    /** Returns whether the server ended the statement to resolve a deadlock. */
    public static boolean ended(OpsException failure) {
        return failure.serverError().map(ServerError::sqlState).orElse("").equals(DETECTED);
    }

    /**
     * Reads, and reads again after a deadlock.
     *
     * @param read statements outside of a transaction
     */
    public static <T> T retried(Supplier<T> read) {
        for (var attempt = 1; ; attempt++) {
            try {
                return read.get();
            } catch (OpsException e) {
                if (attempt == ATTEMPTS || !ended(e)) {
                    throw e;
                }
            }
        }
    }
}
