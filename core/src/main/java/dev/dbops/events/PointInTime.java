package dev.dbops.events;

import dev.dbops.OpsException;
import dev.dbops.OpsException.Kind;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeParseException;

/** A time as people write it: {@code 2026-11-20T10:00}, with a zone or in that of this machine, or how long ago it was. */
public final class PointInTime {
    private PointInTime() {}

    /**
     * Reads a time.
     *
     * @param text a date, a date with a time, {@code now}, or how long ago: {@code 90s}, {@code 10m}, {@code 2h ago},
     *     {@code 7d}
     * @param now the present
     * @param zone what a time without a zone means
     * @throws OpsException of kind USAGE when it is none of these
     */
    public static Instant parse(String text, Instant now, ZoneId zone) {
        var words = text.strip();
        if (words.equals("now")) {
            return now;
        }
        try {
            var ago = words.endsWith("ago")
                    ? words.substring(0, words.length() - 3).strip()
                    : words;
            if (!ago.isEmpty() && "smhd".indexOf(ago.charAt(ago.length() - 1)) >= 0) {
                return now.minus(duration(ago));
            }
            return dated(words.replace(' ', 'T'), zone);
        } catch (DateTimeException | NumberFormatException | ArithmeticException e) {
            throw new OpsException(
                    Kind.USAGE,
                    "\"%s\" is no time".formatted(text),
                    "write 2026-11-20T10:00, 2026-11-20T10:00:00Z, or how long ago: 90s, 10m, 2h, 7d",
                    e);
        }
    }

    private static Duration duration(String text) {
        var amount = Long.parseLong(text.substring(0, text.length() - 1).strip());
        return switch (text.charAt(text.length() - 1)) {
            case 's' -> Duration.ofSeconds(amount);
            case 'm' -> Duration.ofMinutes(amount);
            case 'h' -> Duration.ofHours(amount);
            default -> Duration.ofDays(amount);
        };
    }

    private static Instant dated(String text, ZoneId zone) {
        if (text.indexOf('T') < 0) {
            return LocalDate.parse(text).atStartOfDay(zone).toInstant();
        }
        try {
            return OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeParseException _) {
            return LocalDateTime.parse(text).atZone(zone).toInstant();
        }
    }
}
