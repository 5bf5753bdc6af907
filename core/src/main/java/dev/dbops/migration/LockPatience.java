package dev.dbops.migration;

import dev.dbops.OpsException;
import dev.dbops.OpsException.Kind;
import dev.dbops.Polling;
import dev.dbops.Polling.Pace;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/**
 * The attempts to run one migration while other sessions hold locks that it needs. Statements of the application queue
 * behind a statement that waits for a lock, so each attempt waits for a short time only.
 */
final class LockPatience {
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(2);

    private static final Pace PACE = new Pace(Duration.ofMillis(500), Duration.ofSeconds(30));

    /** A lock that was not available in time, and a deadlock (PostgreSQL documentation, appendix A). */
    private static final Set<String> LOCK_FAILURES = Set.of("55P03", "40P01");

    private final Polling polling;
    private Optional<String> holders = Optional.empty();

    /**
     * @param timeout the time for all attempts
     */
    LockPatience(Duration timeout) {
        polling = new Polling(timeout, PACE);
    }

    /** The longest time that a statement may wait for a lock. */
    static Duration wait(Duration timeout) {
        var wait = timeout.compareTo(LONGEST_WAIT) < 0 ? timeout : LONGEST_WAIT;
        return wait.toMillis() == 0 ? Duration.ofMillis(1) : wait; // the server takes 0 for no limit
    }

    static boolean isLockFailure(OpsException failure) {
        return failure.serverError()
                .filter(error -> LOCK_FAILURES.contains(error.sqlState()))
                .isPresent();
    }

    /**
     * Pauses before the next attempt.
     *
     * @param failure the failure of the last attempt
     * @param seen the sessions that were in its way, if they were seen
     * @param scripts receives the reason for the pause
     * @throws OpsException of kind TIMEOUT when the time is over
     */
    void pause(OpsException failure, Optional<String> seen, MigrationRunner scripts) {
        holders = seen.or(() -> holders);
        var report = failure.getMessage()
                + holders.map("; the lock is held by %s"::formatted).orElse("");
        if (polling.left().isZero()) {
            throw timeout(report, failure);
        }
        scripts.postponed(report);
        try {
            polling.again();
        } catch (InterruptedException e) {
            throw new OpsException(Kind.INTERRUPTED, "interrupted while waiting for a lock", null, e);
        }
    }

    private static OpsException timeout(String report, OpsException failure) {
        var timeout = new OpsException(
                        Kind.TIMEOUT,
                        report,
                        "end that transaction (db-ops sessions shows it), or set a longer --lock-timeout",
                        failure)
                .with(failure.serverError().orElseThrow());
        return failure.position().map(timeout::at).orElse(timeout);
    }
}
