package dev.dbops.redshift.inbox;

import dev.dbops.OpsException;
import java.util.Map;

/** Some of the events cannot be applied; nothing was changed. */
final class RefusedEvents extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient Map<Integer, OpsException> reasons;

    /**
     * @param reasons the reasons by the indices of the events
     */
    RefusedEvents(Map<Integer, OpsException> reasons) {
        super("events are refused", null, false, false);
        this.reasons = Map.copyOf(reasons);
    }

    Map<Integer, OpsException> reasons() {
        return reasons;
    }
}
