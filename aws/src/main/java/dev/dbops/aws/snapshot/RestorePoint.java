package dev.dbops.aws.snapshot;

import dev.dbops.OpsException;
import dev.dbops.OpsException.Kind;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;

/** The source of a restore. */
public sealed interface RestorePoint {
    /** A snapshot, by its name. */
    record OfSnapshot(String name) implements RestorePoint {}

    /** A time that automated backups cover. */
    record AtTime(Instant time) implements RestorePoint {}

    /** The last time that automated backups cover, some minutes ago. */
    record Latest() implements RestorePoint {}

    /**
     * Reads a time: "latest", or a time with its zone, as in 2026-11-20T16:00Z or 2026-11-20T17:00+01:00.
     *
     * @throws OpsException of kind USAGE when it is neither; a time without a zone is ambiguous
     */
    static RestorePoint time(String text) {
        if (text.equals("latest")) {
            return new Latest();
        }
        try {
            var time = OffsetDateTime.parse(text.replace(' ', 'T')).toInstant();
            if (time.isAfter(Instant.now())) {
                throw new OpsException(
                        Kind.USAGE, "%s is in the future (from --at)".formatted(time), "pass a time in the past");
            }
            return new AtTime(time);
        } catch (DateTimeException e) {
            throw new OpsException(
                    Kind.USAGE,
                    "\"%s\" is not a time with its zone (from --at)".formatted(text),
                    "write it as 2026-11-20T16:00Z or 2026-11-20T17:00+01:00, or use latest",
                    e);
        }
    }
}
