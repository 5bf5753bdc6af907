package dev.dbops.events;

import dev.dbops.Durations;
import dev.dbops.OpsException;
import dev.dbops.OpsException.Kind;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;

/** Points in time as people write them: 2026-11-20, 2026-11-20T10:00, 10m, 2h ago. */
public final class TimeOfEvents {
    private static final String AGO = "ago";

    private TimeOfEvents() {}

    /**
     * The point in time that the text says. Without an offset it is UTC, as events are shown.
     *
     * @param now from which on it is counted back
     * @throws OpsException of kind USAGE when it says none
     */
    public static Instant parse(String text, Instant now) {
        var before = text.endsWith(AGO)
                ? text.substring(0, text.length() - AGO.length()).strip()
                : text;
        try {
            return Durations.parse(before).map(now::minus).orElseGet(() -> absolute(text));
        } catch (DateTimeException | ArithmeticException e) {
            throw new OpsException(
                    Kind.USAGE,
                    "\"%s\" is no point in time".formatted(text),
                    "write 2026-11-20T10:00 (UTC), 2026-11-20T10:00+01:00, or how long ago it was: 10m, 2h, 7d",
                    e);
        }
    }

    private static Instant absolute(String text) {
        var iso = text.replace(' ', 'T');
        if (iso.indexOf('T') < 0) {
            return LocalDate.parse(iso).atStartOfDay().toInstant(ZoneOffset.UTC);
        }
        try {
            return OffsetDateTime.parse(iso).toInstant();
        } catch (DateTimeParseException _) {
            return LocalDateTime.parse(iso).toInstant(ZoneOffset.UTC);
        }
    }
}
