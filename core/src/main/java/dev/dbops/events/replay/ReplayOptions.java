package dev.dbops.events.replay;

import dev.dbops.events.EventFilter;
import dev.dbops.events.NameMap;
import dev.dbops.events.Position;
import java.util.Optional;

/**
 * How a log is replayed.
 *
 * @param consumer the name under which the position is kept
 * @param filter which events
 * @param names what their tables are called where they go
 * @param start where a new consumer begins; empty for the beginning of the log
 * @param follow whether to go on with what comes later, until interrupted
 * @param deadLetters whether an event that the sink refuses is put aside, instead of ending the replay
 * @param rate the most events a second; 0 for as many as possible
 * @param batch the most events that travel together
 */
public record ReplayOptions(
        String consumer,
        EventFilter filter,
        NameMap names,
        Optional<Position> start,
        boolean follow,
        boolean deadLetters,
        int rate,
        int batch) {}
