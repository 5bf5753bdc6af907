package dev.dbops.events.replay.postgres;

import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Does several works at once, and waits for all of them. */
final class WorkerThreads implements AutoCloseable {
    private final ExecutorService executor = Executors.newCachedThreadPool(work -> {
        var thread = new Thread(work, "replay worker");
        thread.setDaemon(true);
        return thread;
    });

    /**
     * Does them all, on this thread where there is one.
     *
     * @throws RuntimeException the failure of the first that failed, when all have ended
     */
    void run(List<Callable<Void>> works) throws InterruptedException {
        try {
            if (works.size() == 1) {
                works.getFirst().call();
                return;
            }
            var results = executor.invokeAll(works);
            for (var result : results) {
                result.get();
            }
        } catch (ExecutionException e) {
            throw e.getCause() instanceof RuntimeException failure ? failure : new IllegalStateException(e.getCause());
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
