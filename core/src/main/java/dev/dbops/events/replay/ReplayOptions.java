package dev.dbops.events.replay;

import dev.dbops.events.EventFilter;
import dev.dbops.events.NameMap;
import dev.dbops.events.Position;
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
 * @param snapshot whether a new consumer begins with the rows of its tables, and gets those of tables that are captured
 *     later
 * @param snapshotRows the maximum number of rows delivered together
 * @param snapshotReaders the number of connections that read rows at once
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
        boolean snapshot,
        int snapshotRows,
        int snapshotReaders,
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
                false,
                batch,
                1,
                false);
    }

    /** Returns the same options, with a snapshot. */
    public ReplayOptions withSnapshot(int rows, int readers) {
        return new ReplayOptions(
                consumer,
                filter,
                names,
                start,
                follow,
                deadLetters,
                stopsAtPartitions,
                rate,
                batch,
                true,
                rows,
                readers,
                passesSchemaChanges);
    }

    /** Returns the same options, and whether changes of definitions that the target has not followed only warn. */
    public ReplayOptions passingSchemaChanges(boolean pass) {
        return new ReplayOptions(
                consumer,
                filter,
                names,
                start,
                follow,
                deadLetters,
                stopsAtPartitions,
                rate,
                batch,
                snapshot,
                snapshotRows,
                snapshotReaders,
                pass);
    }

    /** Returns whether the position is kept for the next replay of the same name. */
    boolean keepsPosition() {
        return !consumer.isEmpty();
    }
}
