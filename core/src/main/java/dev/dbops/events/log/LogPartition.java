package dev.dbops.events.log;

import java.time.Instant;
import java.util.Optional;

/**
 * A partition of the log.
 *
 * @param name its name, in the schema dbops
 * @param from the time of its first events; empty for the default partition
 * @param to the time before which its last ones are; empty for the default partition
 * @param events the number of events: counted if that is quick, otherwise from the server's statistics
 * @param bytes its size in bytes, with its indexes
 */
public record LogPartition(String name, Optional<Instant> from, Optional<Instant> to, long events, long bytes) {
    /** Returns whether it is the default partition. */
    boolean isDefault() {
        return from.isEmpty();
    }
}
