package dev.dbops.aws;

import dev.dbops.OpsException;
import dev.dbops.OpsException.Kind;
import dev.dbops.Polling;
import dev.dbops.Polling.Pace;
import java.time.Duration;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Waits until things of RDS are in the state that is wanted; the time runs from when this is made. */
public final class Waiter {
    /** The states of proxies that do not pass (DBProxy in the RDS API reference). */
    private static final Set<String> BROKEN_PROXY = Set.of("insufficient-resource-limits", "suspended");

    private final Duration timeout;
    private final Polling polling;
    private final Consumer<String> progress;

    /**
     * @param timeout for all that is waited for
     * @param progress hears a sentence each time that a state is seen for the first time
     */
    public Waiter(Duration timeout, Pace pace, Consumer<String> progress) {
        this.timeout = timeout;
        this.polling = new Polling(timeout, pace);
        this.progress = progress;
    }

    /**
     * Waits.
     *
     * @param what it is, such as {@code instance "cruddur-db"}
     * @param wanted the state
     * @param lookAgain the command that shows the state later
     * @param state asks for the state
     * @throws OpsException of kind FAILED when it comes into a state that does not pass, TIMEOUT, or INTERRUPTED
     */
    void until(String what, String wanted, String lookAgain, Supplier<String> state) {
        var last = "";
        while (true) {
            var now = state.get();
            if (now.equals(wanted)) {
                return;
            }
            refuseBroken(what, now);
            if (!now.equals(last)) {
                progress.accept("%s is %s".formatted(what, now));
                last = now;
            }
            pause("%s is still %s".formatted(what, now), what, lookAgain);
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
                    "its subnets, its role or its secret do not serve; its events in the RDS console say why");
        }
    }

    private void pause(String unfinished, String what, String lookAgain) {
        try {
            if (!polling.again()) {
                throw new OpsException(
                        Kind.TIMEOUT,
                        "%s after %d s".formatted(unfinished, timeout.toSeconds()),
                        "AWS goes on with it; look again: %s, or wait longer: --timeout".formatted(lookAgain));
            }
        } catch (InterruptedException e) {
            throw new OpsException(
                    Kind.INTERRUPTED,
                    "interrupted while waiting for " + what,
                    "AWS goes on with it; look again: " + lookAgain,
                    e);
        }
    }
}
