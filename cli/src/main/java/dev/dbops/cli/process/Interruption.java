package dev.dbops.cli.process;

import dev.dbops.OpsException;
import dev.dbops.OpsException.Kind;
import dev.dbops.postgres.Database;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.IntConsumer;

/**
 * Handles Ctrl-C: cancels the running statement, so that the command can roll back and report it, and the server does
 * not continue without a client. The wait for a server that does not answer is short, and a second Ctrl-C ends the
 * process at once.
 */
public final class Interruption extends Thread {
    /** The time to roll back and report after the server has accepted the cancel request. */
    private static final Duration ROLLBACK = Duration.ofSeconds(10);

    /** The time to finish cleanup on connections that are not watched. */
    private static final Duration UNWATCHED = Duration.ofSeconds(8);

    /** The time for the server to accept the cancel request. */
    private static final Duration CANCEL = Duration.ofSeconds(3);

    /** The time to report after the connection was closed. */
    private static final Duration CUT_OFF = Duration.ofSeconds(1);

    /** The time to report if there is nothing to roll back. */
    private static final Duration BRIEF = Duration.ofMillis(300);

    private final Thread worker;
    private final CountDownLatch finished = new CountDownLatch(1);
    private volatile Consumer<String> notes = text -> {};
    private volatile Consumer<OpsException> report = failure -> {};
    private volatile IntConsumer halt = exitCode -> {};
    private volatile boolean happened;
    private volatile boolean unanswered;
    private volatile boolean needsTime;
    private volatile Database database;

    /** Must be called by the thread that runs the command. */
    public Interruption() {
        super("interruption");
        this.worker = Thread.currentThread();
    }

    /**
     * Handles the signals that end a process (SIGINT, SIGTERM, SIGHUP).
     *
     * @param halt ends the process at once, with that exit code
     */
    public void install(IntConsumer halt) {
        this.halt = halt;
        Runtime.getRuntime().addShutdownHook(this);
    }

    /** Sets the receivers of notes and failures. */
    public void tell(Consumer<String> noteListener, Consumer<OpsException> reporter) {
        notes = noteListener;
        report = reporter;
    }

    /** Sets the connection whose statement an interrupt cancels. */
    public void watch(Database opened) {
        database = opened;
    }

    /** Forgets the connection, after it is closed or before another one is opened. */
    public void unwatch() {
        database = null;
    }

    /** Gives the command time for its own cleanup, on connections that are not watched. */
    public void needTime() {
        needsTime = true;
    }

    public boolean happened() {
        return happened;
    }

    /** The report of a failure that the interrupt has caused. */
    public OpsException describe(OpsException failure) {
        if (unanswered) {
            return new OpsException(
                    Kind.INTERRUPTED,
                    "interrupted, and the server does not answer: " + failure.getMessage(),
                    "it rolls back uncommitted changes when it notices; list its sessions with db-ops sessions",
                    failure);
        }
        return failure.kind() == Kind.INTERRUPTED
                ? failure
                : new OpsException(Kind.INTERRUPTED, "interrupted: " + failure.getMessage(), null, failure);
    }

    /** Ends the wait for the command: it has ended and reported. */
    public void finished() {
        finished.countDown();
    }

    /**
     * Waits until the signal ends the process. The exit code then contains the number of the signal: 130 for SIGINT.
     */
    public void awaitEndOfProcess() {
        while (true) {
            try {
                new CountDownLatch(1).await();
            } catch (InterruptedException _) {
                // the process is ending anyway
            }
        }
    }

    @Override
    public void run() {
        if (finished.getCount() == 0) {
            return;
        }
        happened = true;
        worker.interrupt();
        var running = database;
        try {
            if (!(running == null ? endUnwatched() : end(running))) {
                report.accept(new OpsException(Kind.INTERRUPTED, "interrupted; the work in progress was abandoned"));
            }
        } catch (InterruptedException e) {
            // The process is ending: no other code handles the interrupt.
            Thread.currentThread().interrupt();
        }
    }

    private boolean endUnwatched() throws InterruptedException {
        if (!needsTime) {
            return ends(BRIEF);
        }
        announce();
        return ends(UNWATCHED);
    }

    private boolean end(Database running) throws InterruptedException {
        var cancelled = new CompletableFuture<Boolean>();
        inBackground(() -> cancelled.complete(cancel(running)));
        announce();
        cancelled.completeOnTimeout(false, CANCEL.toMillis(), TimeUnit.MILLISECONDS);
        if (ends(cancelled.join() ? ROLLBACK : Duration.ZERO)) {
            return true;
        }
        unanswered = true;
        inBackground(running::abort);
        return ends(CUT_OFF);
    }

    /** Lets a second signal end the process at once. */
    private void announce() {
        notes.accept("cancelling; press Ctrl-C again to end at once");
        new SignalHandlers(number -> halt.accept(SignalHandlers.FIRST_EXIT_CODE + number));
    }

    private boolean ends(Duration within) throws InterruptedException {
        return finished.await(within.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Runs work that may hang because the server does not answer. */
    private static void inBackground(Runnable work) {
        var thread = new Thread(work, "ending");
        thread.setDaemon(true);
        thread.start();
    }

    /** Returns whether the server has accepted the request. */
    private static boolean cancel(Database running) {
        try {
            running.cancel();
            return true;
        } catch (OpsException _) {
            return false;
        }
    }
}
