package dev.dbops.events.replay;

import dev.dbops.events.Batch;
import dev.dbops.events.Position;
import java.util.Optional;

/**
 * Where events go. Used by one thread.
 *
 * <p>A sink that can, keeps the position together with what it was given, in one step; then an event arrives exactly
 * once. For others the position is kept in the source afterwards, and an event may arrive again after a crash.
 */
public interface Sink extends AutoCloseable {
    /** What and where it is, without passwords, for messages and for the list of consumers. */
    String description();

    /** Whether it keeps the position itself. */
    default boolean keepsPosition() {
        return false;
    }

    /** The position that it has kept; empty when it keeps none, or has none yet. */
    default Optional<Position> position() {
        return Optional.empty();
    }

    /**
     * A later position that parts of the sink have reached already, when a crash came between: the next batch must end
     * there. Empty when there is none.
     */
    default Optional<Position> pending() {
        return Optional.empty();
    }

    /** Where the first batch will begin; before any is delivered. A new sink that keeps positions begins with this one. */
    default void begin(Position start) {}

    /** The most events that it is given at once: what comes again after a crash, where it keeps no position. */
    default int mostAtOnce() {
        return Integer.MAX_VALUE;
    }

    /**
     * Takes the events, in their order; when it returns they are safe, and so is the batch's end if it keeps positions.
     * The batch may be empty: then only the position moves on. A TRUNCATE shares its batch with
     * nothing but others.
     *
     * @throws DeliveryFailure when an event cannot be taken; then none of the batch was
     * @throws dev.dbops.OpsException when the sink cannot be reached, or the position is not what it was
     * @throws InterruptedException when the thread is interrupted; some of the events may have arrived
     */
    void deliver(Batch batch) throws InterruptedException;

    /** What is to be done once behind the last batch of a replay that has come to its end. */
    default void finish() {}

    /**
     * What is left to do when a follower is ended, instead of {@link #finish}. It takes seconds at the most, also where the
     * sink is away.
     *
     * @throws dev.dbops.OpsException when that could not be done; nothing that was delivered is lost by it
     */
    default void stop() {}

    /** Ends its connections and files. */
    @Override
    void close();
}
