package dev.dbops.events.replay;

import dev.dbops.events.Batch;
import dev.dbops.events.ddl.TargetDefinitions;
import java.util.Optional;

/**
 * A destination of events. Used by one thread.
 *
 * <p>The position is stored in the source after the events, so that an event may arrive again after a crash; unless it
 * is a {@link PositionedSink}.
 */
public interface Sink extends AutoCloseable {
    /** The kind and location of the sink, without passwords, for messages and the list of consumers. */
    String description();

    /**
     * Returns whether it may have events after the position that the next replay resumes at. Those events are delivered
     * again.
     */
    default boolean mayHaveMore() {
        return true;
    }

    /**
     * Returns whether the events of a window are delivered together, as far as the memory allows: parts of transactions
     * may be invalid in the sink.
     */
    default boolean takesWindows() {
        return false;
    }

    /**
     * Returns the tables to which it applies rows, which must follow those of the source; empty for a sink that gets
     * changes of definitions as events.
     */
    default Optional<TargetDefinitions> definitions() {
        return Optional.empty();
    }

    /** The maximum number of events in one delivery. As many may arrive again after a crash. */
    default int mostAtOnce() {
        return Integer.MAX_VALUE;
    }

    /**
     * Stores the events, in their order. When it returns, they are safe. A batch may be empty. A batch with a TRUNCATE
     * has only TRUNCATEs, unless the sink takes windows. A sink with {@link #definitions} gets no changes of definitions.
     *
     * @throws DeliveryFailure when an event cannot be stored; then no event of the batch was
     * @throws StaleWindow when the window must be begun again with another sink
     * @throws dev.dbops.OpsException when the sink cannot be reached, or the position has changed
     * @throws InterruptedException when the thread is interrupted; some of the events may have arrived
     */
    void deliver(Batch batch) throws InterruptedException;

    /**
     * Stores the events of a batch before the one that was refused.
     *
     * @return false if they cannot be stored without later events; then none of them was
     * @throws DeliveryFailure when one of them cannot be stored; then none of them was
     */
    default boolean deliverFirst(Batch first) throws InterruptedException {
        deliver(first);
        return true;
    }

    /**
     * Called several times a second while there are no new events. A sink that collects events stores them here when they
     * have waited long enough.
     *
     * @throws dev.dbops.OpsException when the sink cannot be reached
     */
    default void idle() throws InterruptedException {}

    /** Called once after the last batch of a replay that has reached its end. */
    default void finish() throws InterruptedException {}

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
