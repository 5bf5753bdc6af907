package dev.dbops.aws;

import dev.dbops.OpsException;
import dev.dbops.OpsException.Kind;
import dev.dbops.Polling;
import dev.dbops.Polling.Pace;
import java.time.Duration;

/** How long something of AWS is waited for: the time runs from when this is made. */
public final class Patience {
    private final Duration timeout;
    private final Polling polling;
    private final Observer observer;
    private final long start = System.nanoTime();

    /** Whoever is told what is seen while waiting. */
    public interface Observer {
        /**
         * A look at it.
         *
         * @param waited since the wait began
         */
        void sees(DatabaseInstance database, Duration waited);

        /** Nothing is waited for any more, whether it came or not. */
        void over();
    }

    public Patience(Duration timeout, Pace pace, Observer observer) {
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
    void saw(DatabaseInstance database) {
        observer.sees(database, Duration.ofNanos(System.nanoTime() - start));
    }

    /** Tells the observer that the wait is over. */
    void over() {
        observer.over();
    }

    /**
     * Pauses before the next look.
     *
     * @param unfinished what is still so, as in 'instance "db" is still starting'
     * @throws OpsException of kind TIMEOUT when the time is over, or INTERRUPTED
     */
    void pause(DatabaseInstance database, String unfinished) {
        try {
            if (!polling.again()) {
                throw new OpsException(
                        Kind.TIMEOUT,
                        "%s after %s".formatted(unfinished, timeoutText()),
                        "AWS goes on with it; look again: db-ops rds-status --instance %s, or wait longer: --timeout"
                                .formatted(database.name()));
            }
        } catch (InterruptedException e) {
            throw new OpsException(
                    Kind.INTERRUPTED,
                    "interrupted while waiting for " + database.description(),
                    "AWS goes on with it; look again: db-ops rds-status --instance " + database.name(),
                    e);
        }
    }

    private String timeoutText() {
        return timeout.toSeconds() > 0 ? timeout.toSeconds() + " s" : timeout.toMillis() + " ms";
    }
}
