package dev.dbops.events.replay;

import dev.dbops.events.Batch;
import dev.dbops.events.Position;
import java.util.Optional;

/**
 * A destination of events. Used by one thread.
 *
 * <p>If the sink can, it stores the position together with the events in one step; then each event arrives exactly
 * once. Otherwise the position is stored in the source afterwards, and an event may arrive again after a crash.
 */
public interface Sink extends AutoCloseable {
    /** The kind and location of the sink, without passwords, for messages and the list of consumers. */
    String description();

    /** Returns whether the sink keeps the position itself. */
    default boolean keepsPosition() {
        return false;
    }

    /** The stored position; empty when the sink keeps none, or has none yet. */
    default Optional<Position> position() {
        return Optional.empty();
    }

    /**
     * A later position that parts of the sink have already reached, after a crash in between. The next batch must end
     * there. Empty when there is none.
     */
    default Optional<Position> pending() {
        return Optional.empty();
    }

    /** Called before the first batch, with its start. A new sink that keeps positions begins with this one. */
    default void begin(Position start) {}

    /**
     * The maximum number of events in one delivery. If the sink keeps no position, as many may arrive again after a
     * crash.
     */
    default int mostAtOnce() {
        return Integer.MAX_VALUE;
    }

    /**
     * Stores the events, in their order. When it returns, they are safe, and so is the end of the batch if the sink
     * keeps positions. An empty batch only advances the position. A batch with a TRUNCATE has only TRUNCATEs.
     *
     * @throws DeliveryFailure when an event cannot be stored; then no event of the batch was
     * @throws dev.dbops.OpsException when the sink cannot be reached, or the position has changed
     * @throws InterruptedException when the thread is interrupted; some of the events may have arrived
     */
    void deliver(Batch batch) throws InterruptedException;

    /** Called once after the last batch of a replay that has reached its end. */
    default void finish() {}

    /**
     * Called instead of {@link #finish} when a follower is stopped. It takes at most seconds, even if the sink is
     * unreachable.
     *
     * @throws dev.dbops.OpsException when this work failed; no delivered event is lost
     */
    default void stop() {}

    /** Closes connections and files. */
    @Override
    void close();
}
