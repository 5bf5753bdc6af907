package dev.dbops.doctor.server;

import dev.dbops.doctor.Figures;
import dev.dbops.doctor.Finding;
import dev.dbops.doctor.Remedy;
import dev.dbops.postgres.CatalogQuery;
import dev.dbops.postgres.CatalogReader;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;

/** Compares the server's clock with ours: AWS signatures, tokens and single sign-on depend on it. */
final class ClockProbe {
    private static final CatalogQuery<Instant> NOW = new CatalogQuery<>(
            "SELECT clock_timestamp()",
            row -> row.getObject(1, OffsetDateTime.class).toInstant());

    private static final Duration TOLERANCE = Duration.ofSeconds(5);

    private ClockProbe() {}

    static Finding look(CatalogReader reader) {
        var sent = Instant.now();
        var began = System.nanoTime();
        var server = reader.read(NOW).getFirst();
        var roundTrip = Duration.ofNanos(System.nanoTime() - began);
        return judge(sent, roundTrip, server);
    }

    /**
     * The finding.
     *
     * @param sent when the query was sent, by our clock
     * @param roundTrip how long the query took; the server's answer is half of that old
     * @param server the server's time
     */
    static Finding judge(Instant sent, Duration roundTrip, Instant server) {
        var ahead = Duration.between(sent.plus(roundTrip.dividedBy(2)), server);
        var off = ahead.abs();
        if (off.compareTo(TOLERANCE.plus(roundTrip.dividedBy(2))) <= 0) {
            return ServerSteps.CLOCK.ok("the server's clock is that of this machine");
        }
        return ServerSteps.CLOCK.warning(
                "the server's clock is %s %s this machine's: tokens of IAM and single sign-on depend on the time"
                        .formatted(Figures.time(off), ahead.isNegative() ? "behind" : "ahead of"),
                Remedy.of("let both follow a time server: `chronyc tracking`, or: `timedatectl`"));
    }
}
