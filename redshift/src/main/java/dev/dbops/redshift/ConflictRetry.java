package dev.dbops.redshift;

import dev.dbops.OpsException;
import dev.dbops.OpsException.Kind;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Repeats a transaction that the warehouse ended because of another one. One of two transactions that conflict succeeds,
 * and a random pause keeps them from meeting again.
 */
public final class ConflictRetry {
    private static final int ATTEMPTS = 12;
    private static final long FIRST_PAUSE = 50;
    private static final long LONGEST_PAUSE = 5_000;
    private static final Duration UNLIMITED = Duration.ofDays(1);

    /** A transaction. */
    public interface Work {
        /** Runs it to its end. */
        void run() throws InterruptedException;
    }

    /** A transaction that has less time with each attempt. */
    interface TimedWork<T> {
        /** Runs it to its end, within the time that is left. */
        T run(Duration left) throws InterruptedException;
    }

    /**
     * Runs the work until it does not conflict.
     *
     * @throws OpsException of another failure, or of kind TIMEOUT when there were too many conflicts
     */
    public void run(Work transaction) throws InterruptedException {
        run(UNLIMITED, _ -> {
            transaction.run();
            return true;
        });
    }

    /**
     * The same within a time.
     *
     * @throws OpsException of kind TIMEOUT also when the time is over
     */
    <T> T run(Duration limit, TimedWork<T> transaction) throws InterruptedException {
        var end = System.nanoTime() + limit.toNanos();
        for (var attempt = 1; ; attempt++) {
            var longest = Math.min(LONGEST_PAUSE, FIRST_PAUSE << attempt);
            var pause = ThreadLocalRandom.current().nextLong(longest / 2, longest);
            try {
                return transaction.run(left(end));
            } catch (OpsException e) {
                if (!WarehouseErrors.isConflict(e)) {
                    throw e;
                }
                if (attempt == ATTEMPTS || left(end).toMillis() < pause) {
                    throw WarehouseErrors.lastConflict(e);
                }
            }
            Thread.sleep(pause);
        }
    }

    /**
     * The same for callers that cannot be interrupted.
     *
     * @throws OpsException of kind INTERRUPTED when the thread is interrupted
     */
    public void runOrFail(Runnable transaction) {
        try {
            run(transaction::run);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new OpsException(Kind.INTERRUPTED, "interrupted while the warehouse was written", null, e);
        }
    }

    private static Duration left(long end) {
        return Duration.ofNanos(end - System.nanoTime());
    }
}
