package dev.dbops.tunnel.program;

import dev.dbops.OpsException;
import dev.dbops.OpsException.Kind;
import dev.dbops.tunnel.Tunnel;
import dev.dbops.tunnel.TunnelEnd;
import dev.dbops.tunnel.TunnelException;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;

/** A tunnel that a program holds open. If the program has ended, the next connection starts it again. */
final class ProgramTunnel implements Tunnel {
    private static final Duration PAUSE = Duration.ofMillis(10);

    /** The longest time between a failure and the program's message about it. */
    private static final Duration LAG = Duration.ofMillis(500);

    /** The time to end a program that does not open a tunnel. */
    private static final Duration END = Duration.ofSeconds(5);

    private final TunnelProgram program;
    private final String name;
    private final Duration limit;
    private volatile TunnelProcess process;
    private TunnelEnd end;
    private long linesBefore;
    private volatile LoopbackRelay relay;
    private volatile boolean closed;

    /**
     * @param name the tunnel in messages, such as ssh:bastion
     * @param limit the longest time to open it; zero for no limit, because a person may have to answer a question
     */
    ProgramTunnel(TunnelProgram program, String name, Duration limit) {
        this.program = program;
        this.name = name;
        this.limit = limit;
    }

    @Override
    public synchronized TunnelEnd open() throws TunnelException {
        refuseIfClosed();
        if (process == null || !process.isAlive()) {
            endProcess();
            start();
        }
        linesBefore = process.lineCount();
        return end;
    }

    private void refuseIfClosed() throws TunnelException {
        if (closed) {
            throw TunnelException.lasting("the tunnel through " + name + " is closed", null);
        }
    }

    private void start() throws TunnelException {
        try {
            process = program.start();
            refuseIfClosed();
            end = awaitEnd();
        } catch (TunnelException e) {
            endProcess();
            throw e;
        } catch (IOException e) {
            endProcess();
            throw TunnelException.lasting("cannot open a tunnel through " + name + ": " + e.getMessage(), null);
        } catch (InterruptedException e) {
            endProcess();
            Thread.currentThread().interrupt();
            throw new OpsException(Kind.INTERRUPTED, "interrupted while opening a tunnel through " + name, null, e);
        }
    }

    private TunnelEnd awaitEnd() throws TunnelException, InterruptedException {
        var began = System.nanoTime();
        while (true) {
            var found = program.end(process);
            if (found.isPresent()) {
                return found.get();
            }
            if (process.ends(PAUSE)) {
                throw program.ended(process.lastLines());
            }
            if (!limit.isZero() && System.nanoTime() - began > limit.toNanos()) {
                throw TunnelException.temporary(
                        "the tunnel through %s did not open within %d s".formatted(name, limit.toSeconds()),
                        "is that machine reachable from here, and is it healthy?");
            }
        }
    }

    @Override
    public synchronized int port() throws TunnelException {
        return port(0);
    }

    /** Like {@link #port()}, with this port; 0 for any free port. */
    synchronized int port(int wanted) throws TunnelException {
        open();
        if (relay == null) {
            try {
                relay = LoopbackRelay.open(wanted, this::open);
            } catch (IOException e) {
                throw TunnelException.usage(
                        "cannot listen on port %d of 127.0.0.1: %s".formatted(wanted, e.getMessage()),
                        "choose another port, or let db-ops find a free one");
            }
        }
        return relay.port();
    }

    /** The lock is not held while it waits: another thread may open the tunnel meanwhile. */
    @Override
    public Optional<TunnelException> failure() {
        try {
            for (var left = LAG; left.isPositive(); left = left.minus(PAUSE)) {
                var found = failureNow();
                if (found.isPresent()) {
                    return found;
                }
                Thread.sleep(PAUSE);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return Optional.empty();
    }

    private synchronized Optional<TunnelException> failureNow() throws InterruptedException {
        if (process == null) {
            return Optional.empty();
        }
        var found = program.notForwarded(process.linesAfter(linesBefore));
        return found.isPresent() || process.isAlive() ? found : Optional.of(program.ended(process.lastLines()));
    }

    private void endProcess() {
        if (process != null) {
            process.end(END);
            process = null;
            program.clear();
        }
    }

    /**
     * Ends the program; connections through the tunnel break. It does not wait for a thread that opens the tunnel: that
     * thread notices the end.
     *
     * @param patience how long to wait for its end, which comes in any case
     */
    void close(Duration patience) {
        closed = true;
        if (relay != null) {
            relay.close();
        }
        var running = process;
        if (running != null) {
            running.end(patience);
            program.clear();
        }
    }
}
