package dev.dbops.redshift;

import dev.dbops.OpsException;
import dev.dbops.OpsException.Kind;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Repeats a transaction that the warehouse ended because of another one. One of two transactions that conflict succeeds,
 * and a random pause keeps them from meeting again.
 */
public final class ConflictRetry {
    private static final int ATTEMPTS = 12;
    private static final long FIRST_PAUSE = 50;
    private static final long LONGEST_PAUSE = 5_000;

    /** A transaction. */
    public interface Work {
        /** Runs it to its end. */
        void run() throws InterruptedException;
    }

    /**
     * Runs the work until it does not conflict.
     *
     * @throws OpsException of another failure, or of the last conflict when there were too many
     */
    public void run(Work transaction) throws InterruptedException {
        for (var attempt = 1; ; attempt++) {
            try {
                transaction.run();
                return;
            } catch (OpsException e) {
                if (attempt == ATTEMPTS || !WarehouseErrors.isConflict(e)) {
                    throw e;
                }
            }
            var longest = Math.min(LONGEST_PAUSE, FIRST_PAUSE << attempt);
            Thread.sleep(ThreadLocalRandom.current().nextLong(longest / 2, longest));
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
}
