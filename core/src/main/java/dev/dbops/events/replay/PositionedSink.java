package dev.dbops.events.replay;

import dev.dbops.events.Position;
import java.util.Optional;

/**
 * A sink that stores the position together with the events in one step, so that each event arrives exactly once.
 *
 * <p>When {@link #deliver} returns, the end of the batch is stored too, unless {@link #settled} is an earlier position.
 * An empty batch only advances the position.
 */
public interface PositionedSink extends Sink {
    @Override
    default boolean mayHaveMore() {
        return false;
    }

    /** The stored position; empty when there is none yet. */
    Optional<Position> position();

    /**
     * A later position that parts of the sink have already reached, after a crash in between. The next batch must end
     * there. Empty when there is none.
     */
    default Optional<Position> pending() {
        return Optional.empty();
    }

    /**
     * The position that is safe, after events up to another were delivered.
     *
     * @param delivered the end of the last batch
     */
    default Position settled(Position delivered) {
        return delivered;
    }

    /** Called before the first batch, with its start. A new sink begins with this position. */
    void begin(Position start);
}
