package dev.dbops.postgres;

import dev.dbops.OpsException;
import dev.dbops.Polling;
import dev.dbops.Polling.Pace;
import dev.dbops.target.ConnectionTarget;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;

/** Waits until a database answers SQL. */
public final class Readiness {
    private final ConnectionTarget target;

    public Readiness(ConnectionTarget target) {
        this.target = target;
    }

    /**
     * Tries until the database answers or the time is over.
     *
     * @param timeout how long to try; zero tries once
     * @return empty when it answers, else why it did not at the last try
     * @throws OpsException of kind UNREACHABLE when waiting cannot help, as with a wrong password
     * @throws InterruptedException when the thread is interrupted between two tries
     */
    public Optional<OpsException> await(Duration timeout) throws InterruptedException {
        var polling = new Polling(timeout, Pace.SERVER);
        Optional<OpsException> failure;
        do {
            failure = attempt();
        } while (failure.isPresent() && polling.again());
        return failure;
    }

    private Optional<OpsException> attempt() {
        try (var database = Database.open(target)) {
            database.executeRaw("SELECT 1");
            return Optional.empty();
        } catch (SQLException e) {
            var reason = ConnectionFailure.of(e, target);
            var failure = reason.describe(e, target);
            if (!reason.passing()) {
                throw failure;
            }
            return Optional.of(failure);
        }
    }
}
