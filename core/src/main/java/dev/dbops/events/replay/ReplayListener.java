package dev.dbops.events.replay;

import dev.dbops.OpsException;
import dev.dbops.events.Batch;
import dev.dbops.events.Event;
import dev.dbops.events.Position;

/** Hears how a replay comes along. */
public interface ReplayListener {
    /** The replay goes on from here. */
    default void begins(Position position) {}

    /**
     * Events have arrived.
     *
     * @param batch what was delivered
     * @param left about how many there are to come, of those that the log held at the beginning
     */
    default void delivered(Batch batch, long left) {}

    /** An event was put aside. */
    default void putAside(Event event, OpsException reason) {}

    /** The source or the target is away; it is tried again. */
    default void lost(OpsException reason) {}

    /** A follower was ended, and what the sink had to do at the end was not done. */
    default void unfinished(OpsException reason) {}
}
