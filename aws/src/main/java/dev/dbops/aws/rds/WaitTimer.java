package dev.dbops.aws.rds;

import dev.dbops.OpsException;
import dev.dbops.OpsException.Kind;
import dev.dbops.Polling;
import dev.dbops.Polling.Pace;
import java.time.Duration;

/** The time limit of a wait for AWS, which starts when this object is created. */
public final class WaitTimer {
    private final Duration timeout;
    private final Polling polling;
    private final Observer observer;
    private final long start = System.nanoTime();

    /** An observer of the states that are seen while waiting. */
    public interface Observer {
        /**
         * Called at each check.
         *
         * @param what the resource, such as {@code instance "cruddur-db"}
         * @param state AWS's word for its state
         */
        void sees(String what, String state);

        /** Called when the wait is over, successful or not. */
        void over();
    }

    public WaitTimer(Duration timeout, Pace pace, Observer observer) {
        this.timeout = timeout;
        this.polling = new Polling(timeout, pace);
        this.observer = observer;
    }

    /** The remaining time; zero when it is over. */
    public Duration left() {
        var left = timeout.minusNanos(System.nanoTime() - start);
        return left.isNegative() ? Duration.ZERO : left;
    }

    /** Reports the current state to the observer. */
    public void saw(String what, String state) {
        observer.sees(what, state);
    }

    /** Reports the end of the wait to the observer. */
    public void over() {
        observer.over();
    }

    /**
     * Pauses before the next check.
     *
     * @param what the resource that the command waits for
     * @param unfinished the state that persists, as in 'instance "db" is still starting'
     * @param lookAgain the command that shows the state later
     * @throws OpsException of kind TIMEOUT when the time is over, or INTERRUPTED
     */
    public void pause(String what, String unfinished, String lookAgain) {
        try {
            if (!polling.again()) {
                throw new OpsException(
                        Kind.TIMEOUT,
                        "%s after %s".formatted(unfinished, timeoutText()),
                        "AWS continues; to see its state: %s, or wait longer: --timeout".formatted(lookAgain));
            }
        } catch (InterruptedException e) {
            throw new OpsException(
                    Kind.INTERRUPTED,
                    "interrupted while waiting for " + what,
                    "AWS continues; to see its state: " + lookAgain,
                    e);
        }
    }

    private String timeoutText() {
        return timeout.toSeconds() > 0 ? timeout.toSeconds() + " s" : timeout.toMillis() + " ms";
    }
}
