package dev.dbops.events.replay.postgres;

import dev.dbops.events.Batch;
import dev.dbops.events.replay.postgres.Checkpoints.Checkpoint;
import dev.dbops.postgres.ConnectionPool;
import java.util.List;

/**
 * A transaction of the target for each window of the log, however many batches it has. A window consists of whole
 * transactions of the source, so that no reader of the target sees a part of one.
 */
final class WindowTransaction implements AutoCloseable {
    private final ConnectionPool pool;
    private final Checkpoints checkpoints;
    private final ApplyWorker worker;
    private ConnectionPool.Lease lease;

    WindowTransaction(ConnectionPool pool, Checkpoints checkpoints, ApplyWorker worker) {
        this.pool = pool;
        this.checkpoints = checkpoints;
        this.worker = worker;
    }

    /** Returns whether earlier batches of the window are applied and not committed. */
    boolean isOpen() {
        return lease != null;
    }

    /**
     * Applies a batch, and commits if it ends its window. After a failure the whole window is rolled back.
     *
     * @param events the events of the batch
     * @param from the checkpoint before the window
     * @return the checkpoint that is committed
     */
    Checkpoint apply(Batch batch, List<IndexedEvent> events, Checkpoint from) throws InterruptedException {
        if (lease == null) {
            lease = pool.borrow();
        }
        try {
            worker.apply(lease.database(), events);
            if (!batch.endsWindow()) {
                return from;
            }
            checkpoints.advance(lease.database(), from.worker(), from.position(), batch.end());
            TargetTransaction.commit(lease.database());
        } catch (RuntimeException e) {
            close();
            throw e;
        }
        close();
        return from.at(batch.end());
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
