package dev.dbops.events.replay.postgres;

import dev.dbops.BackgroundTask;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Runs several tasks concurrently and waits for all of them. */
final class WorkerThreads implements AutoCloseable {
    private final ExecutorService executor = Executors.newCachedThreadPool(work -> {
        var thread = new Thread(work, "replay worker");
        thread.setDaemon(true);
        return thread;
    });

    /**
     * Runs all tasks; a single one runs on this thread.
     *
     * @throws RuntimeException the first failure, after all tasks have ended
     */
    void run(List<Callable<Void>> works) throws InterruptedException {
        try {
            if (works.size() == 1) {
                works.getFirst().call();
                return;
            }
            var results = executor.invokeAll(works);
            for (var result : results) {
                BackgroundTask.result(result);
            }
        } catch (RuntimeException | InterruptedException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        executor.shutdownNow();
    }
}
