package dev.dbops.events.replay.postgres;

import dev.dbops.OpsException;
import dev.dbops.OpsException.Kind;
import dev.dbops.events.replay.DeliveryFailure;
import dev.dbops.postgres.ConnectionPool;
import java.util.List;

/** Finds the event that the server refuses, by trying beginnings of what it was given, whose effect is rolled back. */
final class RefusedEvent {
    private final ConnectionPool pool;
    private final ApplyWorker worker;

    RefusedEvent(ConnectionPool pool, ApplyWorker worker) {
        this.pool = pool;
        this.worker = worker;
    }

    /**
     * The failure of the first event that is refused.
     *
     * @param events those of a batch, in their order
     * @param failure what the server said to all of them
     * @throws OpsException when the server fails otherwise meanwhile
     * @throws InterruptedException when the thread is interrupted
     */
    DeliveryFailure find(List<IndexedEvent> events, OpsException failure) throws InterruptedException {
        var reason = failure;
        var accepted = 0;
        var rejected = events.size();
        while (rejected - accepted > 1) {
            var middle = (accepted + rejected) >>> 1;
            try (var lease = pool.borrow()) {
                worker.apply(lease.database(), events.subList(0, middle));
                lease.database().execute(Checkpoints.CHECK);
                accepted = middle;
            } catch (OpsException e) {
                if (e.kind() != Kind.SQL || ServerTrouble.is(e)) {
                    throw e;
                }
                reason = e;
                rejected = middle;
            }
        }
        return new DeliveryFailure(rejected - 1, reason);
    }
}
