package dev.dbops.events.replay.postgres;

import dev.dbops.OpsException;
import dev.dbops.OpsException.Kind;
import dev.dbops.postgres.ConnectionPool;
import java.util.List;
import java.util.Optional;

/** Applies events to the target and rolls them back. */
final class EventTrial {
    private final ConnectionPool pool;
    private final ApplyWorker worker;

    EventTrial(ConnectionPool pool, ApplyWorker worker) {
        this.pool = pool;
        this.worker = worker;
    }

    /** Returns the events of a batch that are applied: some are superseded by later ones. */
    List<IndexedEvent> applied(List<IndexedEvent> batch) throws InterruptedException {
        try (var lease = pool.borrow()) {
            return worker.applied(lease.database(), batch);
        }
    }

    /**
     * Returns the server's error; empty when it accepts the events.
     *
     * @param checks whether the deferred checks must succeed too
     * @throws OpsException when the server fails, not because of the events
     */
    Optional<OpsException> run(List<IndexedEvent> events, boolean checks) throws InterruptedException {
        try (var lease = pool.borrow()) {
            worker.apply(lease.database(), events);
            if (checks) {
                lease.database().executeAsIs(Checkpoints.CHECK);
            }
            return Optional.empty();
        } catch (OpsException e) {
            if (e.kind() != Kind.SQL || TransientFailure.is(e)) {
                throw e;
            }
            return Optional.of(e);
        }
    }
}
