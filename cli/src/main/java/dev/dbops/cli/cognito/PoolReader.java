package dev.dbops.cli.cognito;

import dev.dbops.OpsException;
import dev.dbops.OpsException.Kind;
import dev.dbops.aws.cognito.UserPool;
import dev.dbops.users.PoolUser;
import dev.dbops.users.UserPoolSource;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.function.Consumer;

/**
 * Reads a user pool on a thread of its own, while the database is connected to and at work: the first answer of AWS and
 * the connection take about as long as each other.
 */
final class PoolReader implements UserPoolSource, AutoCloseable {
    /** So many users may wait: some pages, whatever the size of the pool. */
    private static final int AHEAD = 600;

    /** The time to wait for the end of a request that is not needed any more. */
    private static final Duration PATIENCE = Duration.ofSeconds(1);

    private final UserPool pool;
    private final Thread thread = new Thread(this::read, "user pool");

    /** Nothing stands for the end. */
    private final BlockingQueue<Optional<PoolUser>> waiting = new ArrayBlockingQueue<>(AHEAD);

    private volatile boolean complete;
    private volatile Optional<RuntimeException> failure = Optional.empty();

    private PoolReader(UserPool pool) {
        this.pool = pool;
    }

    /** Begins to read; the reader is to be closed before the clients that the pool asks with. */
    static PoolReader start(UserPool pool) {
        var reader = new PoolReader(pool);
        reader.thread.setDaemon(true);
        reader.thread.start();
        return reader;
    }

    private void read() {
        try {
            pool.forEachPoolUser(user -> {
                if (!put(Optional.of(user))) {
                    throw new OpsException(Kind.INTERRUPTED, "reading the user pool was stopped");
                }
            });
            complete = true;
        } catch (RuntimeException e) {
            failure = Optional.of(e);
        } finally {
            put(Optional.empty());
        }
    }

    /** Waits for room; false when the reader has closed. */
    private boolean put(Optional<PoolUser> user) {
        try {
            waiting.put(user);
            return true;
        } catch (InterruptedException _) {
            return false;
        }
    }

    /** Once: each user is handed over when its turn comes. */
    @Override
    public void forEach(Consumer<PoolUser> action) {
        try {
            for (var user = waiting.take(); user.isPresent(); user = waiting.take()) {
                action.accept(user.get());
            }
        } catch (InterruptedException e) {
            throw new OpsException(Kind.INTERRUPTED, "interrupted while the user pool was read", null, e);
        }
        if (failure.isPresent()) {
            throw failure.get();
        }
        if (!complete) {
            throw new IllegalStateException("the thread that reads the user pool has ended");
        }
    }

    @Override
    public void close() {
        thread.interrupt();
        waiting.clear();
        try {
            thread.join(PATIENCE);
        } catch (InterruptedException _) {
            // the command is ending already, and the thread does not keep the process alive
            Thread.currentThread().interrupt();
        }
    }
}
