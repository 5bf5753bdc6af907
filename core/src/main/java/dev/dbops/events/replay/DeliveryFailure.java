package dev.dbops.events.replay;

import dev.dbops.OpsException;
import dev.dbops.OpsException.Kind;

/** A sink's word that it cannot take one event of a batch, and has taken none of it. */
public final class DeliveryFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int index;
    private final transient OpsException reason;

    /**
     * @param index the event's index in the batch
     * @param reason what is wrong with it
     */
    public DeliveryFailure(int index, OpsException reason) {
        super(reason.getMessage(), reason);
        this.index = index;
        this.reason = reason;
    }

    /** What to throw for a failure at an event, which has no part in it when a lookup in the catalog has failed. */
    public static RuntimeException of(int index, OpsException failure) {
        return failure.kind() == Kind.FAILED ? new DeliveryFailure(index, failure) : failure;
    }

    public int index() {
        return index;
    }

    public OpsException reason() {
        return reason;
    }
}
