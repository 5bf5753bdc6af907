package dev.dbops.testing;

import dev.dbops.testing.CuttingProxy.Direction;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;

/** How a link behaves at the moment. Thread-safe. */
final class LinkConditions {
    private static final long NEVER = Long.MAX_VALUE;

    private final Runnable cut;
    private final Map<Direction, Long> nanosLate = new EnumMap<>(Direction.class);
    private final Map<Direction, Long> bytesLeft = new EnumMap<>(Direction.class);
    private boolean paused;

    /** @param cut what is done when the bytes have run out */
    LinkConditions(Runnable cut) {
        this.cut = cut;
        delay(Duration.ZERO, Duration.ZERO);
        for (var direction : Direction.values()) {
            bytesLeft.put(direction, NEVER);
        }
    }

    synchronized void delay(Duration toServer, Duration toClient) {
        nanosLate.put(Direction.TO_SERVER, toServer.toNanos());
        nanosLate.put(Direction.TO_CLIENT, toClient.toNanos());
    }

    synchronized void cutAfter(long bytes, Direction direction) {
        bytesLeft.put(direction, bytes);
    }

    synchronized void pause() {
        paused = true;
    }

    synchronized void resume() {
        paused = false;
        notifyAll();
    }

    /** When a piece that has come in now is to go on, by {@link System#nanoTime}. */
    synchronized long due(Direction direction) {
        return System.nanoTime() + nanosLate.get(direction);
    }

    /** Returns when nothing is held up. */
    synchronized void awaitFlow() throws InterruptedException {
        while (paused) {
            wait();
        }
    }

    /** How many of so many bytes may go on now; {@link #sent} follows when they have. */
    synchronized int grant(int bytes, Direction direction) {
        var left = bytesLeft.get(direction);
        if (left == NEVER) {
            return bytes;
        }
        var granted = (int) Math.min(bytes, left);
        bytesLeft.put(direction, left - granted);
        return granted;
    }

    /** Cuts when those were the last. */
    void sent(Direction direction) {
        synchronized (this) {
            if (bytesLeft.get(direction) != 0) {
                return;
            }
            bytesLeft.put(direction, NEVER);
        }
        cut.run();
    }
}
