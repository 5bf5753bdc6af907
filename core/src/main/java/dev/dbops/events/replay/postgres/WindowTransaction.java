package dev.dbops.events.replay.postgres;

import dev.dbops.OpsException;
import dev.dbops.OpsException.Kind;
import dev.dbops.events.Batch;
import dev.dbops.events.replay.DeliveryFailure;
import dev.dbops.events.replay.postgres.Checkpoints.Checkpoint;
import dev.dbops.postgres.ConnectionPool;
import dev.dbops.postgres.Database;
import java.util.List;
import java.util.Optional;

/**
 * A transaction of the target for a window of the log, however many batches it has. A window consists of whole
 * transactions of the source: at its end, no reader of the target sees a part of one, and deferred constraints are met.
 */
final class WindowTransaction implements AutoCloseable {
    private final ConnectionPool pool;
    private final Checkpoints checkpoints;
    private final ApplyWorker worker;
    private final boolean whole;
    private ConnectionPool.Lease lease;

    /**
     * @param whole whether it commits only whole windows, instead of each batch after which the constraints are met
     */
    WindowTransaction(ConnectionPool pool, Checkpoints checkpoints, ApplyWorker worker, boolean whole) {
        this.pool = pool;
        this.checkpoints = checkpoints;
        this.worker = worker;
        this.whole = whole;
    }

    /** Returns whether earlier batches of the window are applied and not committed. */
    boolean isOpen() {
        return lease != null;
    }

    /**
     * Applies a batch, and commits if it can. After a failure the whole transaction is rolled back.
     *
     * @param events the events of the batch
     * @param from the checkpoint before the transaction
     * @return the checkpoint that is committed
     */
    Checkpoint apply(Batch batch, List<IndexedEvent> events, Checkpoint from) throws InterruptedException {
        if (lease == null) {
            lease = pool.borrow();
        }
        try {
            var database = lease.database();
            worker.apply(database, events);
            if (!batch.endsWindow() && (whole || !meetsConstraints(database))) {
                return from;
            }
            checkpoints.advance(database, from.worker(), from.position(), batch.end());
            TargetTransaction.commit(database);
        } catch (RuntimeException e) {
            close();
            throw e;
        }
        close();
        return from.at(batch.end());
    }

    /**
     * Applies the first events of a batch, and commits.
     *
     * @return empty, and nothing is changed, if the target refuses them without later events
     */
    Optional<Checkpoint> applyFirst(Batch first, List<IndexedEvent> events, Checkpoint from)
            throws InterruptedException {
        if (whole) {
            return Optional.empty();
        }
        try (var own = pool.borrow()) {
            worker.apply(own.database(), events);
            checkpoints.advance(own.database(), from.worker(), from.position(), first.end());
            TargetTransaction.commit(own.database());
            return Optional.of(from.at(first.end()));
        } catch (DeliveryFailure _) {
            return Optional.empty();
        } catch (OpsException e) {
            requireRefusal(e);
            return Optional.empty();
        }
    }

    /** Runs the deferred checks. If one of them fails, all of them stay deferred. */
    private static boolean meetsConstraints(Database database) {
        database.executeAsIs("SAVEPOINT dbops_check");
        try {
            database.executeAsIs(Checkpoints.CHECK);
            return true;
        } catch (OpsException e) {
            requireRefusal(e);
            database.executeAsIs("ROLLBACK TO dbops_check");
            return false;
        }
    }

    /** Throws a failure that the data has not caused. */
    private static void requireRefusal(OpsException failure) {
        if (failure.kind() != Kind.SQL || TransientFailure.is(failure)) {
            throw failure;
        }
    }

    /** Rolls back what is not committed. */
    @Override
    public void close() {
        if (lease != null) {
            lease.close();
            lease = null;
        }
    }
}
