package dev.dbops.aws.rds;

import dev.dbops.OpsException;
import dev.dbops.OpsException.Kind;
import dev.dbops.Polling;
import dev.dbops.Polling.Pace;
import java.time.Duration;

/** How long something of AWS is waited for: the time runs from when this is made. */
public final class WaitTimer {
    private final Duration timeout;
    private final Polling polling;
    private final Observer observer;
    private final long start = System.nanoTime();

    /** Whoever is told what is seen while waiting. */
    public interface Observer {
        /**
         * A look at it.
         *
         * @param what it is, such as {@code instance "cruddur-db"}
         * @param state AWS's word for its state
         */
        void sees(String what, String state);

        /** Nothing is waited for any more, whether it came or not. */
        void over();
    }

    public WaitTimer(Duration timeout, Pace pace, Observer observer) {
        this.timeout = timeout;
        this.polling = new Polling(timeout, pace);
        this.observer = observer;
    }

    /** What is left of the time; zero when it is over. */
    public Duration left() {
        var left = timeout.minusNanos(System.nanoTime() - start);
        return left.isNegative() ? Duration.ZERO : left;
    }

    /** Tells the observer what it is like now. */
    void saw(String what, String state) {
        observer.sees(what, state);
    }

    /** Tells the observer that the wait is over. */
    void over() {
        observer.over();
    }

    /**
     * Pauses before the next look.
     *
     * @param what is waited for
     * @param unfinished what is still so, as in 'instance "db" is still starting'
     * @param lookAgain the command that shows the state later
     * @throws OpsException of kind TIMEOUT when the time is over, or INTERRUPTED
     */
    void pause(String what, String unfinished, String lookAgain) {
        try {
            if (!polling.again()) {
                throw new OpsException(
                        Kind.TIMEOUT,
                        "%s after %s".formatted(unfinished, timeoutText()),
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

    private String timeoutText() {
        return timeout.toSeconds() > 0 ? timeout.toSeconds() + " s" : timeout.toMillis() + " ms";
    }
}
