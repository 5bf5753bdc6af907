package dev.dbops.doctor.connection;

import dev.dbops.doctor.Finding;
import dev.dbops.postgres.Database;
import java.time.Duration;

/** The duration of an empty statement: the round trip to the server. */
final class LatencyProbe {
    private static final int ROUNDS = 3;

    /** From this latency on, a command of some ten statements takes seconds. */
    private static final Duration FAR = Duration.ofMillis(250);

    private LatencyProbe() {}

    /** The shortest of several: longer ones include other waits. */
    static Finding look(Database database) {
        var best = Duration.ofDays(1);
        for (var i = 0; i < ROUNDS; i++) {
            var began = System.nanoTime();
            database.executeAsIs("");
            var took = Duration.ofNanos(System.nanoTime() - began);
            best = took.compareTo(best) < 0 ? took : best;
        }
        return judge(best);
    }

    static Finding judge(Duration roundTrip) {
        var message = "a round trip takes %.1f ms".formatted(roundTrip.toNanos() / 1_000_000.0);
        return roundTrip.compareTo(FAR) < 0
                ? ConnectionSteps.LATENCY.ok(message)
                : ConnectionSteps.LATENCY.warning(
                        message + ": the server is far away, or the line is busy",
                        "run db-ops nearer to it, in the same region");
    }
}
