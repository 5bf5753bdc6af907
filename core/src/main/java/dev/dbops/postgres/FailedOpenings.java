package dev.dbops.postgres;

import java.util.ArrayList;
import java.util.List;

/**
 * Ends the waits for a connection when one could not be opened. The pool itself would try again until the wait is over,
 * and with a wrong password each attempt is one more refused login.
 */
final class FailedOpenings {
    private final List<Wait> waits = new ArrayList<>();

    /** A thread that waits for a connection. */
    static final class Wait {
        private final Thread thread = Thread.currentThread();
        private volatile Throwable failure;

        /** The reason why the wait was ended; null when it was not. */
        Throwable failure() {
            return failure;
        }
    }

    /** Adds this thread to the waiting ones. */
    synchronized Wait begin() {
        var wait = new Wait();
        waits.add(wait);
        return wait;
    }

    /** Ends the waits of all threads. */
    synchronized void report(Throwable failure) {
        for (var wait : waits) {
            if (wait.failure == null) {
                wait.failure = failure;
                wait.thread.interrupt();
            }
        }
    }

    /** Removes the wait of this thread, and the interrupt that ended it. */
    synchronized void end(Wait wait) {
        waits.remove(wait);
        if (wait.failure != null) {
            Thread.interrupted();
        }
    }
}
