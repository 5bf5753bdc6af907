package dev.dbops.redshift.inbox;

import dev.dbops.OpsException;
import dev.dbops.OpsException.Kind;
import java.time.Duration;

/**
 * The moment by which work has to be done.
 *
 * @param nanos on the clock of System.nanoTime
 */
record InboxDeadline(long nanos) {
    /** The moment after a duration. */
    static InboxDeadline in(Duration duration) {
        return new InboxDeadline(System.nanoTime() + duration.toNanos());
    }

    /**
     * Returns the time that is left.
     *
     * @throws OpsException of kind TIMEOUT when there is none
     */
    Duration left() {
        var left = nanos - System.nanoTime();
        if (left <= 0) {
            throw new OpsException(
                    Kind.TIMEOUT,
                    "the time was over before the warehouse had all events",
                    "give the function a longer timeout, or smaller batches");
        }
        return Duration.ofNanos(left);
    }
}
