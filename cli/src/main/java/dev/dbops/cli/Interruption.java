package dev.dbops.cli;

import dev.dbops.OpsException;
import dev.dbops.postgres.Database;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * What happens at Ctrl-C: the running statement is cancelled, so that the command can roll back and say so, instead of
 * leaving the server at work for nobody.
 */
final class Interruption extends Thread {
    /** How long the command may take to roll back and report. */
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    /** The same, when there is nothing to roll back. */
    private static final Duration BRIEF = Duration.ofMillis(300);

    private final Thread worker;
    private final CountDownLatch finished = new CountDownLatch(1);
    private volatile boolean happened;
    private volatile Duration leastPatience = BRIEF;
    private volatile Database database;

    /** The thread that runs the command is the one that makes this object. */
    Interruption() {
        super("interruption");
        this.worker = Thread.currentThread();
    }

    /** Lets the signals that end a process (SIGINT, SIGTERM, SIGHUP) come here first. */
    void install() {
        Runtime.getRuntime().addShutdownHook(this);
    }

    /** The connection whose statement is to be cancelled, and whose transaction is to be rolled back. */
    void watch(Database opened) {
        database = opened;
    }

    /** There is no connection, or a new one is being opened: nothing would be lost. */
    void unwatch() {
        database = null;
    }

    /** The command has something to do before it ends, on connections that are not watched. */
    void needTime() {
        leastPatience = PATIENCE;
    }

    boolean happened() {
        return happened;
    }

    /** The command has ended and reported; whoever waits may go on. */
    void finished() {
        finished.countDown();
    }

    @Override
    public void run() {
        if (finished.getCount() == 0) {
            return;
        }
        happened = true;
        worker.interrupt();
        var running = database;
        var patience = leastPatience;
        if (running != null) {
            cancel(running);
            patience = PATIENCE;
        }
        try {
            finished.await(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            // The process is ending: there is nobody left to hand the interrupt to.
            Thread.currentThread().interrupt();
        }
    }

    /** Where the server cannot be told, the end of the connection tells it. */
    private void cancel(Database running) {
        try {
            running.cancel();
        } catch (OpsException _) {
            running.close();
        }
    }
}
