package dev.dbops.doctor.server;

import java.time.Duration;

/**
 * The durations after which doctor warns.
 *
 * @param idle how long a session may be idle in a transaction
 * @param active how long a transaction may be active
 * @param prepared how long a prepared transaction may stay unfinished
 * @param lock how long a session may wait for a lock
 */
record Thresholds(Duration idle, Duration active, Duration prepared, Duration lock) {
    static final Thresholds USUAL =
            new Thresholds(Duration.ofMinutes(5), Duration.ofHours(1), Duration.ofMinutes(5), Duration.ofSeconds(5));
}
