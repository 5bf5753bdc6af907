package dev.dbops.events.replay.postgres;

import dev.dbops.OpsException;
import dev.dbops.OpsException.Kind;
import dev.dbops.events.replay.DeliveryFailure;
import dev.dbops.postgres.ConnectionPool;
import java.util.List;
import java.util.Optional;

/** Finds the event that the server refuses, by bisection: applies the first events of the batch and rolls them back. */
final class RefusedEvent {
    private final ConnectionPool pool;
    private final ApplyWorker worker;

    RefusedEvent(ConnectionPool pool, ApplyWorker worker) {
        this.pool = pool;
        this.worker = worker;
    }

    /**
     * Returns the failure of the first refused event.
     *
     * @param batch the events of a batch, in their order
     * @param failure the server's error for all of them
     * @throws OpsException the given failure, when no event is refused now; another failure, when the server fails in
     *     another way
     * @throws InterruptedException when the thread is interrupted
     */
    DeliveryFailure find(List<IndexedEvent> batch, OpsException failure) throws InterruptedException {
        var events = applied(batch);
        var reason = trial(events).orElseThrow(() -> failure);
        var accepted = 0;
        var rejected = events.size();
        while (rejected - accepted > 1) {
            var middle = (accepted + rejected) >>> 1;
            if (firstOfPair(events, middle) < middle) {
                middle += middle - 1 > accepted ? -1 : 1;
            }
            if (middle == rejected) {
                break;
            }
            var refusal = trial(events.subList(0, middle));
            if (refusal.isPresent()) {
                reason = refusal.get();
                rejected = middle;
            } else {
                accepted = middle;
            }
        }
        return new DeliveryFailure(events.get(firstOfPair(events, rejected - 1)).index(), reason);
    }

    /** An event that a later one supersedes in the whole batch is not refused because it is the last of a part. */
    private List<IndexedEvent> applied(List<IndexedEvent> batch) throws InterruptedException {
        try (var lease = pool.borrow()) {
            return worker.applied(lease.database(), batch);
        }
    }

    /** A changed key is applied as a whole: without its new key, it would be a delete. */
    private static int firstOfPair(List<IndexedEvent> events, int index) {
        return index > 0
                        && events.get(index)
                                .event()
                                .isNewKeyOf(events.get(index - 1).event())
                ? index - 1
                : index;
    }

    /** Returns the server's error; empty when it accepts all events. */
    private Optional<OpsException> trial(List<IndexedEvent> events) throws InterruptedException {
        try (var lease = pool.borrow()) {
            worker.apply(lease.database(), events);
            lease.database().executeAsIs(Checkpoints.CHECK);
            return Optional.empty();
        } catch (OpsException e) {
            if (e.kind() != Kind.SQL || TransientFailure.is(e)) {
                throw e;
            }
            return Optional.of(e);
        }
    }
}
