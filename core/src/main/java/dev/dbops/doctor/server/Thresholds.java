package dev.dbops.doctor.server;

import java.time.Duration;

/**
 * How long something may go on before somebody should look at it.
 *
 * @param idle how long a session may do nothing with a transaction open
 * @param active how long a transaction may work
 * @param prepared how long a prepared transaction may wait for its end
 * @param lock how long a lock may be waited for
 */
record Thresholds(Duration idle, Duration active, Duration prepared, Duration lock) {
    static final Thresholds USUAL =
            new Thresholds(Duration.ofMinutes(5), Duration.ofHours(1), Duration.ofMinutes(5), Duration.ofSeconds(5));
}
