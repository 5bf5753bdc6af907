package dev.dbops.events.replay;

import dev.dbops.OpsException;
import dev.dbops.OpsException.Kind;
import dev.dbops.events.Event;

/** A sink's failure to store one event of a batch; then it has stored none of the batch. */
public final class DeliveryFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int index;
    private final transient OpsException reason;

    /**
     * @param index the event's index in the batch
     * @param reason the reason for the failure
     */
    public DeliveryFailure(int index, OpsException reason) {
        super(reason.getMessage(), reason);
        this.index = index;
        this.reason = reason;
    }

    /** Returns the exception for a failure at an event; the event is not the cause when a catalog lookup failed. */
    public static RuntimeException of(int index, OpsException failure) {
        return failure.kind() == Kind.FAILED ? new DeliveryFailure(index, failure) : failure;
    }

    /**
     * Returns the reason with a message that names the event.
     *
     * @param event the event at the index
     */
    public OpsException described(Event event) {
        var report = reason.withMessage("event %d (%s of %s.%s%s) was refused: %s"
                .formatted(
                        event.seq(),
                        event.operation(),
                        event.schema(),
                        event.table(),
                        event.key().isEmpty() ? "" : ", " + event.replaced().key(),
                        reason.getMessage()));
        return reason.hint().isPresent()
                ? report
                : report.withHint("fix the target and run this again: it continues with this event"
                        + (event.isSchemaChange() ? "" : "; --on-error dead-letter puts such events aside"));
    }

    public int index() {
        return index;
    }

    public OpsException reason() {
        return reason;
    }
}
