package dev.dbops.testing;

import dev.dbops.testing.CuttingProxy.Direction;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;

/** How a link behaves at the moment. Thread-safe. */
final class LinkConditions {
    private static final long NEVER = Long.MAX_VALUE;

    private final Map<Direction, Long> nanosLate = new EnumMap<>(Direction.class);
    private final Map<Direction, Long> bytesLeft = new EnumMap<>(Direction.class);
    private boolean paused;

    /**
     * What may go on of a piece.
     *
     * @param bytes how many of its bytes
     * @param isLast whether all connections are to be cut behind them
     */
    record Grant(int bytes, boolean isLast) {}

    LinkConditions() {
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

    /** What may go on now of so many bytes. */
    synchronized Grant grant(int bytes, Direction direction) {
        var left = bytesLeft.get(direction);
        if (left > bytes) {
            bytesLeft.put(direction, left == NEVER ? NEVER : left - bytes);
            return new Grant(bytes, false);
        }
        bytesLeft.put(direction, NEVER);
        return new Grant(left.intValue(), true);
    }
}
