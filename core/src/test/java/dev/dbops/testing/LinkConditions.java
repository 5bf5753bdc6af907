package dev.dbops.testing;

import dev.dbops.testing.CuttingProxy.Direction;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;

/** The current behaviour of a link. Thread-safe. */
final class LinkConditions {
    private static final long NEVER = Long.MAX_VALUE;

    private final Map<Direction, Long> nanosLate = new EnumMap<>(Direction.class);
    private final Map<Direction, Long> bytesLeft = new EnumMap<>(Direction.class);
    private boolean paused;

    /**
     * The part of a piece that may be forwarded.
     *
     * @param bytes the number of its bytes
     * @param isLast whether all connections are cut after them
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

    /** The time to forward a piece that arrives now, by {@link System#nanoTime}. */
    synchronized long due(Direction direction) {
        return System.nanoTime() + nanosLate.get(direction);
    }

    /** Returns when the link is not paused. */
    synchronized void awaitFlow() throws InterruptedException {
        while (paused) {
            wait();
        }
    }

    /** The part of that many bytes that may be forwarded now. */
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
