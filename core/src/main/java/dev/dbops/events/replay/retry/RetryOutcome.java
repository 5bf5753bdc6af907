package dev.dbops.events.replay.retry;

import dev.dbops.events.replay.DeadLetter;

/**
 * The outcome of the retry of a dead letter.
 *
 * @param letter the dead letter
 * @param result the result
 * @param reason why it was not applied; empty if it was
 */
public record RetryOutcome(DeadLetter letter, Result result, String reason) {
    /** The possible results. All but {@link #APPLIED} leave the dead letter where it is. */
    public enum Result {
        /** The target has the event, and the dead letter is removed. */
        APPLIED,
        /** The log has a later change of the row or of its table. */
        SUPERSEDED,
        /** A later change may have been pruned from the log. */
        UNKNOWN,
        /** The target refused the event again. */
        FAILED,
        /** Another session has removed the dead letter. */
        REMOVED
    }
}
