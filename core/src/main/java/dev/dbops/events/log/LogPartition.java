package dev.dbops.events.log;

import java.time.Instant;
import java.util.Optional;

/**
 * A partition of the log.
 *
 * @param name its name, in the schema dbops
 * @param from the time of its first events; empty for the default partition
 * @param to the time before which its last ones are; empty for the default partition
 * @param events how many it has: counted while that is quick, else as the server's statistics say
 * @param bytes how large it is, with its indexes
 */
public record LogPartition(String name, Optional<Instant> from, Optional<Instant> to, long events, long bytes) {
    /** Whether it holds what no other partition is there for. */
    boolean isDefault() {
        return from.isEmpty();
    }
}
