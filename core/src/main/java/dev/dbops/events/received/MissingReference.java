package dev.dbops.events.received;

import dev.dbops.OpsException;
import dev.dbops.OpsException.Kind;

/**
 * A reference whose event the log does not give.
 *
 * @param reference the reference
 * @param reason why
 */
public record MissingReference(ReceivedEvent reference, Reason reason) {
    /** Why an event cannot be fetched. */
    public enum Reason {
        /** Its transaction has not ended: triggers send events before the commit. Later the log has it, or never will. */
        PENDING,
        /** Its transaction was rolled back: the change was never made. */
        ROLLED_BACK,
        /** The log had it, and events-prune has dropped it. */
        PRUNED,
        /** It is of another log. */
        OTHER_LOG,
        /** The log has an event of another table or operation under this number: the reference was forged. */
        OTHER_EVENT
    }

    /** Returns it as a failure: of kind TIMEOUT while it is worth trying again, otherwise FAILED or REFUSED. */
    public OpsException failure() {
        var id = MalformedEvent.shown(reference.id());
        return switch (reason) {
            case PENDING ->
                new OpsException(
                        Kind.TIMEOUT,
                        "event %s is not in the log yet: its transaction is still open".formatted(id),
                        "try again when it has ended");
            case ROLLED_BACK ->
                new OpsException(
                        Kind.FAILED,
                        "event %s is not in the log: its transaction was rolled back".formatted(id),
                        "ignore it: the change was never made");
            case PRUNED ->
                new OpsException(
                        Kind.FAILED,
                        "event %s is no longer in the log: it was pruned".formatted(id),
                        "copy the row from the source; prune less: db-ops events-prune --keep 30d");
            case OTHER_LOG ->
                new OpsException(
                        Kind.REFUSED,
                        "event %s is not one of the event log of this database".formatted(id),
                        "check the URL of the source; a copy of a database has a log with another ID");
            case OTHER_EVENT ->
                new OpsException(
                        Kind.REFUSED,
                        "the log has another event under the number of event %s".formatted(id),
                        "check who sends events to this function");
        };
    }
}
