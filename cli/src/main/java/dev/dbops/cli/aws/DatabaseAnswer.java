package dev.dbops.cli.aws;

import dev.dbops.OpsException;
import dev.dbops.OpsException.Kind;
import dev.dbops.postgres.Readiness;
import dev.dbops.target.ConnectionTarget;
import java.time.Duration;

/** Waits until a database answers after a change of its instance. */
public final class DatabaseAnswer {
    private final ConnectionTarget target;

    public DatabaseAnswer(ConnectionTarget target) {
        this.target = target;
    }

    /**
     * Waits.
     *
     * @throws OpsException with the reason when it does not answer in time, or of kind INTERRUPTED
     */
    public void await(Duration timeout) {
        try {
            new Readiness(target).await(timeout).ifPresent(reason -> {
                throw reason;
            });
        } catch (InterruptedException e) {
            throw new OpsException(Kind.INTERRUPTED, "interrupted while waiting for " + target.description(), null, e);
        }
    }
}
