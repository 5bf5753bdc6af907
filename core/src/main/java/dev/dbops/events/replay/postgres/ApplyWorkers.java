package dev.dbops.events.replay.postgres;

import dev.dbops.OpsException;
import dev.dbops.events.Batch;
import dev.dbops.events.ddl.TargetDefinitions;
import dev.dbops.events.replay.DeliveryFailure;
import dev.dbops.events.replay.postgres.Checkpoints.Checkpoint;
import dev.dbops.postgres.ConnectionPool;
import dev.dbops.postgres.Database;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;

/**
 * The workers that share a batch by the keys of the rows, each in its own transaction. They commit when all are ready.
 */
final class ApplyWorkers implements AutoCloseable {
    private final Database catalog;
    private final Checkpoints checkpoints;
    private final TargetRole role;
    private final ConnectionPool pool;
    private final WorkerThreads threads = new WorkerThreads();
    private final TargetTables tables = new TargetTables();
    private final KeyPartitioner shares = new KeyPartitioner(tables);
    private final List<ApplyWorker> workers = new ArrayList<>();
    private final WindowTransaction whole;
    private final boolean atomic;

    /**
     * @param catalog a connection of the sink, to read the catalogs
     * @param most the maximum number of workers
     * @param atomic whether a single worker commits only whole windows
     */
    ApplyWorkers(Database catalog, Checkpoints checkpoints, TargetRole role, int most, boolean atomic) {
        this.catalog = catalog;
        this.checkpoints = checkpoints;
        this.role = role;
        this.pool = new ConnectionPool(catalog.target(), most, role.settings());
        for (var worker = 0; worker < most; worker++) {
            workers.add(new ApplyWorker(role.constrained()));
        }
        this.atomic = atomic;
        this.whole = new WindowTransaction(pool, checkpoints, workers.getFirst(), atomic);
    }

    /** Returns whether earlier batches of the window are applied and not committed. */
    boolean isInWindow() {
        return whole.isOpen();
    }

    /**
     * Applies a batch, with as many workers as there are checkpoints.
     *
     * @return the checkpoints reached
     */
    List<Checkpoint> apply(Batch batch, List<Checkpoint> reached) throws InterruptedException {
        if (batch.isBetweenWindows()) {
            return applyRows(batch, reached);
        }
        var parts = shares.divide(catalog, batch, reached.size());
        if ((atomic || role.constrained()) && reached.size() == 1) {
            return List.of(whole.apply(batch, parts.getFirst(), reached.getFirst()));
        }
        List<ConnectionPool.Lease> leases = new ArrayList<>();
        try {
            List<Callable<Void>> works = new ArrayList<>();
            List<Callable<Void>> commits = new ArrayList<>();
            for (var checkpoint : reached) {
                if (isAhead(checkpoint, batch)) {
                    continue;
                }
                var lease = pool.borrow();
                leases.add(lease);
                works.add(() -> {
                    var worker = checkpoint.worker();
                    workers.get(worker).apply(lease.database(), parts.get(worker));
                    checkpoints.advance(lease.database(), worker, checkpoint.position(), batch.end());
                    return null;
                });
                commits.add(() -> {
                    TargetTransaction.commit(lease.database());
                    return null;
                });
            }
            if (works.isEmpty()) {
                return reached;
            }
            threads.run(works);
            threads.run(commits);
            return reached.stream()
                    .map(checkpoint -> isAhead(checkpoint, batch) ? checkpoint : checkpoint.at(batch.end()))
                    .toList();
        } finally {
            leases.forEach(ConnectionPool.Lease::close);
        }
    }

    /**
     * Applies rows of a snapshot by a single worker, and moves all checkpoints with them. After a crash, another snapshot
     * would show other rows to the workers that had not committed.
     */
    private List<Checkpoint> applyRows(Batch batch, List<Checkpoint> reached) throws InterruptedException {
        var rows = shares.divide(catalog, batch, 1).getFirst();
        try (var lease = pool.borrow()) {
            threads.run(List.of(() -> {
                workers.getFirst().apply(lease.database(), rows);
                for (var checkpoint : reached) {
                    checkpoints.advance(lease.database(), checkpoint.worker(), checkpoint.position(), batch.end());
                }
                TargetTransaction.commit(lease.database());
                return null;
            }));
        }
        return reached.stream().map(checkpoint -> checkpoint.at(batch.end())).toList();
    }

    /**
     * Applies the first events of a batch by a single worker, and commits.
     *
     * @return the checkpoint reached; empty, and nothing is changed, if the target refuses them without later events
     */
    Optional<Checkpoint> applyFirst(Batch first, Checkpoint reached) throws InterruptedException {
        return whole.applyFirst(first, shares.divide(catalog, first, 1).getFirst(), reached);
    }

    /**
     * Returns whether the worker applied its share of the batch before a crash. This batch may be only the first part
     * of that one.
     */
    private static boolean isAhead(Checkpoint checkpoint, Batch batch) {
        return checkpoint.position().compareTo(batch.end()) >= 0;
    }

    /**
     * Finds the event that the server refuses.
     *
     * @param failure the server's error for the batch
     */
    DeliveryFailure refused(Batch batch, OpsException failure) throws InterruptedException {
        var trial = new EventTrial(pool, new ApplyWorker(role.constrained()));
        return new RefusedEvent(trial, batch.endsWindow() || !role.constrained())
                .find(shares.divide(catalog, batch, 1).getFirst(), failure);
    }

    /** Returns the tables of the target, which are looked up again for each question, and for the rows after it. */
    TargetDefinitions definitions() {
        return (schema, table) -> {
            forgetTables();
            return tables.find(catalog, schema, table).map(TargetTable::types);
        };
    }

    /** The cached table definitions may be outdated by an ALTER TABLE. */
    void forgetTables() {
        tables.forget();
        workers.forEach(ApplyWorker::forgetTables);
    }

    @Override
    public void close() {
        whole.close();
        threads.close();
        pool.close();
    }
}
