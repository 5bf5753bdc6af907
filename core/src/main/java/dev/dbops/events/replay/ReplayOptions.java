package dev.dbops.events.replay;

import dev.dbops.events.EventFilter;
import dev.dbops.events.NameMap;
import dev.dbops.events.Position;
import dev.dbops.events.snapshot.SnapshotLimits;
import java.util.Optional;

/**
 * The options of a replay.
 *
 * @param consumer the name under which the position is kept; empty for a replay that keeps none
 * @param filter selects the events
 * @param names the names of their tables in the sink
 * @param start the start of a new consumer; empty for the beginning of the log
 * @param follow whether to continue with later events until interrupted
 * @param deadLetters whether an event that the sink refuses is stored as a dead letter instead of ending the replay
 * @param stopsAtPartitions whether the replay ends when partitions with rows may have come or gone, instead of warning
 * @param rate the maximum events per second; 0 for no limit
 * @param batch the maximum number of events delivered together
 * @param snapshot how a new consumer reads the rows of its tables, and later those of tables that are captured then; empty
 *     for one that begins with the log
 * @param passesSchemaChanges whether the replay continues with a warning when a table was altered and the target's table
 *     was not
 */
public record ReplayOptions(
        String consumer,
        EventFilter filter,
        NameMap names,
        Optional<Position> start,
        boolean follow,
        boolean deadLetters,
        boolean stopsAtPartitions,
        int rate,
        int batch,
        Optional<SnapshotLimits> snapshot,
        boolean passesSchemaChanges) {
    /** Options without a snapshot. */
    public ReplayOptions(
            String consumer,
            EventFilter filter,
            NameMap names,
            Optional<Position> start,
            boolean follow,
            boolean deadLetters,
            boolean stopsAtPartitions,
            int rate,
            int batch) {
        this(
                consumer,
                filter,
                names,
                start,
                follow,
                deadLetters,
                stopsAtPartitions,
                rate,
                batch,
                Optional.empty(),
                false);
    }

    /** Returns the same options, with a snapshot. */
    public ReplayOptions withSnapshot(int rows, int readers) {
        return with(Optional.of(SnapshotLimits.of(rows, readers)), passesSchemaChanges);
    }

    /** Returns the same options, and whether changes of definitions that the target has not followed only warn. */
    public ReplayOptions passingSchemaChanges(boolean pass) {
        return with(snapshot, pass);
    }

    private ReplayOptions with(Optional<SnapshotLimits> rows, boolean pass) {
        return new ReplayOptions(
                consumer, filter, names, start, follow, deadLetters, stopsAtPartitions, rate, batch, rows, pass);
    }

    /** Returns whether it begins with the rows of its tables. */
    boolean hasSnapshot() {
        return snapshot.isPresent();
    }

    /** Returns whether the position is kept for the next replay of the same name. */
    boolean keepsPosition() {
        return !consumer.isEmpty();
    }
}
