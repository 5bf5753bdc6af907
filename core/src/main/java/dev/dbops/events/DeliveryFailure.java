package dev.dbops.events;

import dev.dbops.OpsException;

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

    public int index() {
        return index;
    }

    public OpsException reason() {
        return reason;
    }
}
