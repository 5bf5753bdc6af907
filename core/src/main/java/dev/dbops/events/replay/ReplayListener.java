package dev.dbops.events.replay;

import dev.dbops.OpsException;
import dev.dbops.events.Batch;
import dev.dbops.events.Event;
import dev.dbops.events.Position;
import dev.dbops.events.SnapshotProgress;

/** Receives the progress of a replay. */
public interface ReplayListener {
    /** The replay starts or resumes here. */
    default void begins(Position position) {}

    /**
     * Events were delivered.
     *
     * @param batch the delivered events
     * @param left the approximate number of events left, of those in the log at the start
     */
    default void delivered(Batch batch, long left) {}

    /** There are no further events at the moment; called several times a second. */
    default void idle() {}

    /** Rows of a snapshot were delivered. */
    default void reads(SnapshotProgress progress) {}

    /** An event was stored as a dead letter. */
    default void putAside(Event event, OpsException reason) {}

    /** The source has changes that its log does not contain. */
    default void warns(String sentence) {}

    /** The source or the target is unreachable; the replay tries again. */
    default void lost(OpsException reason) {}

    /** A follower was stopped, and the sink's final work failed. */
    default void unfinished(OpsException reason) {}
}
