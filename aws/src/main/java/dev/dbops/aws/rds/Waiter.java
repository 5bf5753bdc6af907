package dev.dbops.aws.rds;

import dev.dbops.OpsException;
import dev.dbops.OpsException.Kind;
import java.util.Set;
import java.util.function.Supplier;

/** Waits until RDS resources other than existing instances are in the requested state. */
public final class Waiter {
    /** The states that a proxy does not leave by itself (DBProxy in the RDS API reference). */
    private static final Set<String> BROKEN_PROXY = Set.of("insufficient-resource-limits", "suspended");

    private final WaitTimer patience;

    /**
     * @param patience the time limit of all waits
     */
    public Waiter(WaitTimer patience) {
        this.patience = patience;
    }

    /**
     * Waits.
     *
     * @param what it is, such as {@code instance "cruddur-db"}
     * @param wanted the state
     * @param lookAgain the command that shows the state later
     * @param state asks for the state
     * @throws OpsException of kind FAILED when it enters a state that it does not leave by itself, TIMEOUT, or INTERRUPTED
     */
    public void until(String what, String wanted, String lookAgain, Supplier<String> state) {
        try {
            for (var now = state.get(); !now.equals(wanted); now = state.get()) {
                refuseBroken(what, now);
                patience.saw(what, now);
                patience.pause(what, "%s is still %s".formatted(what, now), lookAgain);
            }
        } finally {
            patience.over();
        }
    }

    private static void refuseBroken(String what, String state) {
        if (Phase.of(state) == Phase.BROKEN) {
            throw new OpsException(Kind.FAILED, "%s is %s".formatted(what, state), Phase.remedy(state));
        }
        if (BROKEN_PROXY.contains(state)) {
            throw new OpsException(
                    Kind.FAILED,
                    "%s is %s".formatted(what, state),
                    "check its subnets, its role and its secret; its events tell the reason: db-ops rds-events --all");
        }
    }
}
