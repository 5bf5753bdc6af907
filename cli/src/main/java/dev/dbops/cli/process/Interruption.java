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
 * What happens at Ctrl-C: the running statement is cancelled, so that the command can roll back and say so, instead of
 * leaving the server at work for nobody. A server that is gone is not waited for, and a second Ctrl-C ends at once.
 */
public final class Interruption extends Thread {
    /** How long the command may take to roll back and report when the server has taken the cancel request. */
    private static final Duration ROLLBACK = Duration.ofSeconds(10);

    /** How long the command may take to end what it does on connections that are not watched. */
    private static final Duration UNWATCHED = Duration.ofSeconds(8);

    /** How long the server may take to take the cancel request. */
    private static final Duration CANCEL = Duration.ofSeconds(3);

    /** How long the command may take to report when its connection was cut off. */
    private static final Duration CUT_OFF = Duration.ofSeconds(1);

    /** The same, when there is nothing to roll back. */
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

    /** The thread that runs the command is the one that makes this object. */
    public Interruption() {
        super("interruption");
        this.worker = Thread.currentThread();
    }

    /**
     * Lets the signals that end a process (SIGINT, SIGTERM, SIGHUP) come here first.
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

    /** The connection whose statement is to be cancelled, and whose transaction is to be rolled back. */
    public void watch(Database opened) {
        database = opened;
    }

    /** There is no connection, or a new one is being opened: nothing would be lost. */
    public void unwatch() {
        database = null;
    }

    /** The command has something to do before it ends, on connections that are not watched. */
    public void needTime() {
        needsTime = true;
    }

    public boolean happened() {
        return happened;
    }

    /** A failure that the interrupt has caused, as it is reported. */
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

    /** The command has ended and reported; whoever waits may go on. */
    public void finished() {
        finished.countDown();
    }

    /** Leaves the end of the process to the signal, whose number the exit code then tells: 130 for SIGINT. */
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
            // The process is ending: there is nobody left to hand the interrupt to.
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

    /** From now on a second signal ends the process at once. */
    private void announce() {
        notes.accept("cancelling; press Ctrl-C again to end at once");
        new SignalHandlers(number -> halt.accept(SignalHandlers.FIRST_EXIT_CODE + number));
    }

    private boolean ends(Duration within) throws InterruptedException {
        return finished.await(within.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** What speaks to the server may hang. */
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
