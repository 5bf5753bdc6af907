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

/** Parses a time as users write it: {@code 2026-11-20T10:00}, with a zone or in the local one, or as an age. */
public final class PointInTime {
    /** A hundred years: before any event, and within the range of a PostgreSQL timestamp. */
    private static final Duration LONGEST_AGO = Duration.ofDays(36_500);

    private static final Instant FIRST = Instant.parse("0001-01-01T00:00:00Z");
    private static final Instant LAST = Instant.parse("9999-12-31T23:59:59Z");

    private PointInTime() {}

    /**
     * Parses a time.
     *
     * @param text a date, a date with a time, {@code now}, or an age: {@code 90s}, {@code 10m}, {@code 2h ago}, {@code
     *     7d}
     * @param now the current time
     * @param zone the zone of a time without one
     * @throws OpsException of kind USAGE when the text is none of these
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
            var time = dated(words.replace(' ', 'T'), zone);
            if (time.isBefore(FIRST) || time.isAfter(LAST)) {
                throw new DateTimeException("not within the years 1 to 9999");
            }
            return time;
        } catch (DateTimeException | NumberFormatException | ArithmeticException e) {
            throw refused(text, e);
        }
    }

    private static OpsException refused(String text, Exception cause) {
        return new OpsException(
                Kind.USAGE,
                "\"%s\" is not a valid time".formatted(text),
                "write 2026-11-20T10:00, 2026-11-20T10:00:00Z, or how long ago: 90s, 10m, 2h, 7d",
                cause);
    }

    private static Duration duration(String text) {
        var amount = Long.parseUnsignedLong(text.substring(0, text.length() - 1).strip());
        var duration = switch (text.charAt(text.length() - 1)) {
            case 's' -> Duration.ofSeconds(amount);
            case 'm' -> Duration.ofMinutes(amount);
            case 'h' -> Duration.ofHours(amount);
            default -> Duration.ofDays(amount);
        };
        if (duration.isNegative() || duration.compareTo(LONGEST_AGO) > 0) {
            throw new DateTimeException("too long ago");
        }
        return duration;
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
