package dev.dbops.cli.rds.snapshot;

import dev.dbops.aws.snapshot.Snapshot;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/**
 * A snapshot that is deleted.
 *
 * @param name its name
 * @param source its instance or cluster
 * @param createdAt when it was taken
 * @param ageDays its age in whole days
 * @param storageGib the storage of its source
 */
record DeletedSnapshot(
        String name, String source, Optional<Instant> createdAt, Optional<Long> ageDays, int storageGib) {
    static DeletedSnapshot of(Snapshot snapshot) {
        return new DeletedSnapshot(
                snapshot.name(),
                snapshot.source(),
                snapshot.createdAt().map(time -> time.truncatedTo(ChronoUnit.SECONDS)),
                snapshot.createdAt()
                        .map(time -> Duration.between(time, Instant.now()).toDays()),
                snapshot.gibibytes());
    }

    /** For people, before the question. */
    String sentence() {
        return "snapshot \"%s\" of %s: %s, %d GiB"
                .formatted(
                        name,
                        source,
                        ageDays.map(days -> days == 1 ? "1 day old" : days + " days old")
                                .orElse("being taken"),
                        storageGib);
    }
}
