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
    /** The time for the last attempt when the time is nearly over: enough for a running server. */
    private static final Duration SHORTEST_ATTEMPT = Duration.ofMillis(200);

    private final ConnectionTarget target;

    public Readiness(ConnectionTarget target) {
        this.target = target;
    }

    /**
     * Tries until the database answers or the time is over.
     *
     * @param timeout how long to try; zero tries once
     * @return empty when it answers, else the reason why the last attempt failed
     * @throws OpsException of kind UNREACHABLE when waiting cannot help, as with a wrong password
     * @throws InterruptedException when the thread is interrupted between two attempts
     */
    public Optional<OpsException> await(Duration timeout) throws InterruptedException {
        var polling = new Polling(timeout, Pace.SERVER);
        Optional<OpsException> failure;
        do {
            failure = attempt(limit(timeout, polling));
        } while (failure.isPresent() && polling.again());
        return failure;
    }

    /** The time that is left, unless the target's connect_timeout is less; zero means no limit. */
    private Duration limit(Duration timeout, Polling polling) {
        var attempt = ConnectionOpening.limit(target);
        if (timeout.isZero()) {
            return attempt;
        }
        var left = polling.left().compareTo(SHORTEST_ATTEMPT) > 0 ? polling.left() : SHORTEST_ATTEMPT;
        return attempt.isZero() || left.compareTo(attempt) < 0 ? left : attempt;
    }

    private Optional<OpsException> attempt(Duration limit) {
        try (var database = Database.open(target, limit)) {
            if (!limit.isZero()) {
                database.limitAnswers(limit);
            }
            database.executeRaw("SELECT 1");
            return Optional.empty();
        } catch (SQLException e) {
            var reason = ConnectionFailure.of(e, target);
            var failure = reason.describe(e, target);
            if (!reason.isTemporary()) {
                throw failure;
            }
            return Optional.of(failure);
        }
    }
}
