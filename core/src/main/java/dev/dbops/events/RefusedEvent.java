package dev.dbops.events;

import dev.dbops.OpsException;
import dev.dbops.OpsException.Kind;
import dev.dbops.ServerError;
import dev.dbops.postgres.ConnectionPool;
import java.util.List;
import java.util.Set;

/**
 * Finds the event that a server refuses. What would have come whatever the events are, a full disk or a lock that is not
 * to be had, is no word on one of them: nothing is put aside for it.
 */
final class RefusedEvent {
    /**
     * Classes of failures of the server, its settings and its state (PostgreSQL documentation, appendix A): connections,
     * transactions that may not write, logins, conflicts, resources, locks, operators, the system, the server itself.
     */
    private static final Set<String> OF_THE_SERVER =
            Set.of("08", "25", "28", "3D", "40", "53", "55", "57", "58", "F0", "XX");

    private final ConnectionPool pool;
    private final boolean constrained;

    /**
     * @param constrained whether foreign keys and triggers of the target are at work
     */
    RefusedEvent(ConnectionPool pool, boolean constrained) {
        this.pool = pool;
        this.constrained = constrained;
    }

    /**
     * Tries beginnings of a batch, whose effect is rolled back.
     *
     * @param events all of the batch
     * @param failure how it failed
     * @return which event it is, and why
     * @throws OpsException the failure, when it is none of theirs: it is the server's, or comes only at times
     */
    DeliveryFailure find(List<IndexedEvent> events, OpsException failure) throws InterruptedException {
        requireOfEvents(failure);
        var reason = trial(events);
        if (reason.isEmpty()) {
            throw failure;
        }
        var last = reason.getFirst();
        var accepted = 0;
        var rejected = events.size();
        while (rejected - accepted > 1) {
            var middle = (accepted + rejected) >>> 1;
            reason = trial(events.subList(0, middle));
            if (reason.isEmpty()) {
                accepted = middle;
            } else {
                last = reason.getFirst();
                rejected = middle;
            }
        }
        return new DeliveryFailure(rejected - 1, last);
    }

    /** How the events fail; nothing when they do not. */
    private List<OpsException> trial(List<IndexedEvent> events) throws InterruptedException {
        try (var lease = pool.borrow()) {
            new ApplyWorker(constrained).apply(lease.database(), events);
            lease.database().execute(Checkpoints.CHECK);
            return List.of();
        } catch (OpsException e) {
            requireOfEvents(e);
            return List.of(e);
        }
    }

    private static void requireOfEvents(OpsException failure) {
        var state = failure.serverError().map(ServerError::sqlState).orElse("");
        if (failure.kind() != Kind.SQL || state.length() < 2 || OF_THE_SERVER.contains(state.substring(0, 2))) {
            throw failure;
        }
    }
}
