package dev.dbops.aws.message;

import dev.dbops.OpsException;

/** The refusal of a whole call because there were too many: none of its messages was accepted. */
public final class Throttled extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient OpsException reason;

    public Throttled(OpsException reason) {
        super(reason.getMessage(), reason);
        this.reason = reason;
    }

    /** The reason, of kind UNREACHABLE. */
    public OpsException reason() {
        return reason;
    }
}
