package dev.dbops.compare;

import dev.dbops.BackgroundTask;
import dev.dbops.compare.SessionPair.Both;
import dev.dbops.target.ConnectionTarget;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.stream.IntStream;

/** Compares several tables at once, each on a pair of connections of its own, in the same snapshots. */
final class TableJobs {
    private final SessionPair first;
    private final List<TableNames> tables;
    private final TableWork work;
    private final CompareListener listener;
    private final AtomicReferenceArray<TableComparison> results;
    private final AtomicInteger next = new AtomicInteger();
    private int done;

    /**
     * @param first the pair of connections whose snapshots the others share
     * @param work compares one table
     */
    TableJobs(SessionPair first, List<TableNames> tables, TableWork work, CompareListener listener) {
        this.first = first;
        this.tables = tables;
        this.work = work;
        this.listener = listener;
        this.results = new AtomicReferenceArray<>(tables.size());
    }

    /** Compares one table. */
    @FunctionalInterface
    interface TableWork {
        TableComparison compare(SessionPair sessions, TableNames table);
    }

    /**
     * Compares all tables.
     *
     * @param jobs how many at once
     */
    List<TableComparison> run(ConnectionTarget from, ConnectionTarget to, int jobs) {
        var number = Math.min(jobs, tables.size());
        var opened = new ArrayList<SessionPair>();
        try {
            var snapshots = number > 1 ? first.both(SnapshotSession::snapshot) : new Both<>("", "");
            for (var job = 1; job < number; job++) {
                opened.add(SessionPair.open(from, to, snapshots));
            }
            var tasks = opened.stream()
                    .map(pair -> BackgroundTask.start("db-ops compare", () -> work(pair)))
                    .toList();
            work(first);
            tasks.forEach(BackgroundTask::await);
        } finally {
            opened.forEach(SessionPair::close);
        }
        return IntStream.range(0, tables.size()).mapToObj(results::get).toList();
    }

    private boolean work(SessionPair sessions) {
        try {
            for (var i = next.getAndIncrement(); i < tables.size(); i = next.getAndIncrement()) {
                var result = work.compare(sessions, tables.get(i));
                results.set(i, result);
                tell(result);
            }
            return true;
        } finally {
            // after a failure the other jobs do not begin another table
            next.set(tables.size());
        }
    }

    private synchronized void tell(TableComparison result) {
        listener.compared(result, ++done, tables.size());
    }
}
