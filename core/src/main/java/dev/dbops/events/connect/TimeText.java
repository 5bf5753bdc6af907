package dev.dbops.events.connect;

import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.regex.Pattern;

/**
 * Reads dates and times as the server writes them in JSON, in the time zone UTC (PostgreSQL documentation, section
 * 8.5.2).
 */
final class TimeText {
    static final long MICROS_PER_DAY = 86_400_000_000L;

    static final String BEFORE_CHRIST = " BC";
    static final String END_OF_DAY = "24:00:00";
    static final String UTC = "+00:00";
    private static final Pattern DATE = Pattern.compile("(\\d{4,})-(\\d\\d)-(\\d\\d)");
    private static final Pattern INTERVAL = Pattern.compile("(?:(-?\\d+) years?)? ?(?:([+-]?\\d+) mons?)?"
            + " ?(?:([+-]?\\d+) days?)? ?(?:([+-]?)(\\d+):(\\d\\d):(\\d\\d(?:\\.\\d+)?))?");

    /** The average days of a month, as Debezium counts. */
    private static final double DAYS_PER_MONTH = 365.25 / 12;

    private TimeText() {}

    /** @throws IllegalArgumentException for an infinite date */
    static LocalDate date(String text) {
        var isBefore = text.endsWith(BEFORE_CHRIST);
        var matcher = DATE.matcher(isBefore ? text.substring(0, text.length() - BEFORE_CHRIST.length()) : text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException(text);
        }
        var year = Integer.parseInt(matcher.group(1));
        return LocalDate.of(
                isBefore ? 1 - year : year, Integer.parseInt(matcher.group(2)), Integer.parseInt(matcher.group(3)));
    }

    /**
     * Reads a timestamp, with or without a time zone.
     *
     * @throws IllegalArgumentException for an infinite one
     */
    static LocalDateTime timestamp(String text) {
        var isBefore = text.endsWith(BEFORE_CHRIST);
        var local = isBefore ? text.substring(0, text.length() - BEFORE_CHRIST.length()) : text;
        if (local.endsWith(UTC)) {
            local = local.substring(0, local.length() - UTC.length());
        }
        var middle = local.indexOf('T');
        if (middle < 0) {
            throw new IllegalArgumentException(text);
        }
        var date = date(local.substring(0, middle) + (isBefore ? BEFORE_CHRIST : ""));
        return date.atTime(LocalTime.parse(local.substring(middle + 1)));
    }

    /** Returns the microseconds since 1970-01-01. */
    static long micros(LocalDateTime time) {
        var seconds = Math.multiplyExact(time.toEpochSecond(ZoneOffset.UTC), 1_000_000L);
        return Math.addExact(seconds, time.getNano() / 1000);
    }

    /** Returns the microseconds since midnight; the end of the day is a time too. */
    static long microsOfDay(String text) {
        return text.equals(END_OF_DAY)
                ? MICROS_PER_DAY
                : LocalTime.MIDNIGHT.until(LocalTime.parse(text), ChronoUnit.MICROS);
    }

    /** Reads a time with a time zone, and returns it in UTC. */
    static LocalTime utc(String text) {
        var sign = Math.max(text.indexOf('+'), text.indexOf('-'));
        var offset = ZoneOffset.of(text.substring(sign));
        return OffsetTime.of(LocalTime.parse(text.substring(0, sign)), offset)
                .withOffsetSameInstant(ZoneOffset.UTC)
                .toLocalTime();
    }

    /**
     * Returns the microseconds of an interval, a month with its average days, as Debezium computes them.
     *
     * @throws IllegalArgumentException for an infinite one
     */
    static long durationMicros(String text) {
        var matcher = INTERVAL.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException(text);
        }
        var sign = "-".equals(matcher.group(4)) ? -1 : 1;
        var days =
                (number(matcher.group(1)) * 12 + number(matcher.group(2))) * DAYS_PER_MONTH + number(matcher.group(3));
        var hours = days * 24 + sign * number(matcher.group(5));
        var minutes = hours * 60 + sign * number(matcher.group(6));
        return (long) ((minutes * 60 + sign * number(matcher.group(7))) * 1_000_000);
    }

    private static double number(String text) {
        return text == null ? 0 : Double.parseDouble(text);
    }
}
