package dev.dbops;

import dev.dbops.OpsException.Kind;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/** Work on its own thread, which does not keep the process alive. The caller waits for the result when it needs it. */
public final class BackgroundTask<T> {
    private final FutureTask<T> task;
    private final Thread thread;

    private BackgroundTask(FutureTask<T> task, Thread thread) {
        this.task = task;
        this.thread = thread;
    }

    /** Starts work on a daemon thread. */
    public static <T> BackgroundTask<T> start(String threadName, Supplier<T> work) {
        var task = new FutureTask<>(work::get);
        // not Thread.ofPlatform(), which loads classes that nothing else needs
        var thread = new Thread(task, threadName);
        thread.setDaemon(true);
        thread.start();
        return new BackgroundTask<>(task, thread);
    }

    /** Starts work on a virtual thread, where {@link #interrupt()} ends a read from a socket. */
    public static <T> BackgroundTask<T> startVirtual(Supplier<T> work) {
        var task = new FutureTask<>(work::get);
        return new BackgroundTask<>(task, Thread.startVirtualThread(task));
    }

    /**
     * Waits for the result of work that changes nothing.
     *
     * @throws OpsException of kind INTERRUPTED when this thread is interrupted
     * @throws RuntimeException the failure of the work
     */
    public T await() {
        try {
            return get();
        } catch (InterruptedException e) {
            throw new OpsException(Kind.INTERRUPTED, "interrupted; nothing was changed", null, e);
        }
    }

    /**
     * Waits for the result.
     *
     * @throws RuntimeException the failure of the work
     */
    public T get() throws InterruptedException {
        return result(task);
    }

    /**
     * Waits for the result, but not longer than the limit.
     *
     * @return empty when the work still runs
     * @throws RuntimeException the failure of the work
     */
    public Optional<T> get(Duration limit) throws InterruptedException {
        try {
            return Optional.of(task.get(limit.toMillis(), TimeUnit.MILLISECONDS));
        } catch (TimeoutException _) {
            return Optional.empty();
        } catch (ExecutionException e) {
            throw failure(e);
        }
    }

    /** Interrupts the work. */
    public void interrupt() {
        thread.interrupt();
    }

    /**
     * Waits for the result of work that another thread runs.
     *
     * @throws RuntimeException the failure of the work, instead of the exception that wraps it
     */
    public static <T> T result(Future<T> future) throws InterruptedException {
        try {
            return future.get();
        } catch (ExecutionException e) {
            throw failure(e);
        }
    }

    private static RuntimeException failure(ExecutionException wrapper) {
        return switch (wrapper.getCause()) {
            case RuntimeException failure -> failure;
            case Error error -> throw error;
            case Throwable checked -> new IllegalStateException(checked);
        };
    }
}
