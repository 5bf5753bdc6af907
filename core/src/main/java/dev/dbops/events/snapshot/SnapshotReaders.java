package dev.dbops.events.snapshot;

import dev.dbops.postgres.Database;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Consumer;

/** The connections that read with a snapshot, each with its thread. */
final class SnapshotReaders implements AutoCloseable {
    private final List<Database> all = new ArrayList<>();
    private final BlockingQueue<Database> idle = new LinkedBlockingQueue<>();
    private final ExecutorService threads;

    SnapshotReaders(ExportedSnapshot snapshot, int readers) {
        threads = Executors.newFixedThreadPool(readers, work -> {
            var thread = new Thread(work, "snapshot reader");
            thread.setDaemon(true);
            return thread;
        });
        try {
            for (var i = 0; i < readers; i++) {
                var database = snapshot.open();
                all.add(database);
                idle.add(database);
            }
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    int size() {
        return all.size();
    }

    /** Starts work that reads with one of the connections, as soon as one is idle. */
    void start(Consumer<Database> work) {
        threads.execute(() -> {
            var database = idle.poll();
            try {
                work.accept(database);
            } finally {
                idle.add(database);
            }
        });
    }

    @Override
    public void close() {
        threads.shutdownNow();
        // ends reads that still run
        all.forEach(Database::abort);
    }
}
