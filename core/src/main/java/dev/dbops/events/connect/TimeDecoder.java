package dev.dbops.events.connect;

import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;

/**
 * Turns dates, times and intervals of Debezium into the text that the log has: the reverse of {@link TimeTypes}. What
 * Debezium's types lose stays lost: the zone of a timetz, the months of an interval, digits in milliseconds.
 */
final class TimeDecoder {
    private static final String DEBEZIUM = "io.debezium.time.";
    private static final String CONNECT = "org.apache.kafka.connect.data.";
    private static final long MICROS_PER_SECOND = 1_000_000;
    private static final long NANOS_PER_MICRO = 1000;

    /** 30.4375 days, as Debezium counts. */
    private static final long MICROS_PER_MONTH = 2_629_800_000_000L;

    private TimeDecoder() {}

    /**
     * Returns the text of the log, or empty for a type of another name.
     *
     * @param name the name of the type
     * @param text the value: a number, or the text of a string
     * @throws java.time.DateTimeException when it does not fit; or an ArithmeticException or IllegalArgumentException
     */
    static Optional<String> decode(String name, String text) {
        return Optional.ofNullable(
                switch (name) {
                    case DEBEZIUM + "Date", CONNECT + "Date" -> date(LocalDate.ofEpochDay(Long.parseLong(text)));
                    case DEBEZIUM + "IsoDate" -> date(LocalDate.parse(withoutZone(text)));
                    case DEBEZIUM + "Time", CONNECT + "Time" ->
                        time(Math.multiplyExact(Long.parseLong(text), NANOS_PER_MICRO));
                    case DEBEZIUM + "MicroTime" -> time(Long.parseLong(text));
                    case DEBEZIUM + "NanoTime" -> time(Long.parseLong(text) / NANOS_PER_MICRO);
                    case DEBEZIUM + "IsoTime" -> time(TimeText.microsOfDay(withoutZone(text)));
                    case DEBEZIUM + "ZonedTime" -> time(TimeText.microsOfDay(withoutZone(text))) + "+00";
                    case DEBEZIUM + "Timestamp", CONNECT + "Timestamp" -> timestampOfMillis(Long.parseLong(text));
                    case DEBEZIUM + "MicroTimestamp" -> timestamp(Long.parseLong(text));
                    case DEBEZIUM + "NanoTimestamp" -> timestampOfNanos(Long.parseLong(text));
                    case DEBEZIUM + "IsoTimestamp" ->
                        timestamp(TimeText.micros(LocalDateTime.parse(withoutZone(text))));
                    case DEBEZIUM + "ZonedTimestamp" -> zonedTimestamp(text);
                    case DEBEZIUM + "MicroDuration" -> interval(Long.parseLong(text));
                    default -> null;
                });
    }

    private static String withoutZone(String text) {
        if (!text.endsWith("Z")) {
            throw new IllegalArgumentException(text);
        }
        return text.substring(0, text.length() - 1);
    }

    private static String date(LocalDate date) {
        var isBefore = date.getYear() <= 0;
        var year = isBefore ? 1L - date.getYear() : date.getYear();
        var text = format("%04d-%02d-%02d", year, date.getMonthValue(), date.getDayOfMonth());
        return isBefore ? text + TimeText.BEFORE_CHRIST : text;
    }

    private static String time(long micros) {
        if (micros == TimeText.MICROS_PER_DAY) {
            return TimeText.END_OF_DAY;
        }
        return time(LocalTime.ofNanoOfDay(Math.multiplyExact(micros, NANOS_PER_MICRO)));
    }

    private static String time(LocalTime time) {
        return format("%02d:%02d:%02d", time.getHour(), time.getMinute(), time.getSecond())
                + fraction(time.getNano() / NANOS_PER_MICRO);
    }

    /** The digits after the second, without zeros at the end. */
    private static String fraction(long micros) {
        return micros == 0 ? "" : format(".%06d", micros).replaceAll("0+$", "");
    }

    private static String timestamp(long micros) {
        if (micros == TimeTypes.INFINITE_MICROS) {
            return TimeTypes.INFINITY;
        }
        if (micros == TimeTypes.MINUS_INFINITE_MICROS) {
            return TimeTypes.MINUS_INFINITY;
        }
        return timestamp(LocalDateTime.ofEpochSecond(
                Math.floorDiv(micros, MICROS_PER_SECOND),
                (int) (Math.floorMod(micros, MICROS_PER_SECOND) * NANOS_PER_MICRO),
                ZoneOffset.UTC));
    }

    private static String timestampOfMillis(long millis) {
        if (millis == Math.floorDiv(TimeTypes.INFINITE_MICROS, 1000)) {
            return TimeTypes.INFINITY;
        }
        return millis == Math.floorDiv(TimeTypes.MINUS_INFINITE_MICROS, 1000)
                ? TimeTypes.MINUS_INFINITY
                : timestamp(Math.multiplyExact(millis, 1000L));
    }

    private static String timestampOfNanos(long nanos) {
        if (nanos == Long.MAX_VALUE) {
            return TimeTypes.INFINITY;
        }
        return nanos == Long.MIN_VALUE ? TimeTypes.MINUS_INFINITY : timestamp(Math.floorDiv(nanos, NANOS_PER_MICRO));
    }

    private static String timestamp(LocalDateTime time) {
        return timestamp(time, "");
    }

    private static String timestamp(LocalDateTime time, String zone) {
        var date = date(time.toLocalDate());
        var isBefore = date.endsWith(TimeText.BEFORE_CHRIST);
        var day = isBefore ? date.substring(0, date.length() - TimeText.BEFORE_CHRIST.length()) : date;
        return day + "T" + time(time.toLocalTime()) + zone + (isBefore ? TimeText.BEFORE_CHRIST : "");
    }

    private static String zonedTimestamp(String text) {
        if (text.endsWith(TimeTypes.INFINITY)) {
            return text;
        }
        var time = OffsetDateTime.parse(text, DateTimeFormatter.ISO_OFFSET_DATE_TIME)
                .withOffsetSameInstant(ZoneOffset.UTC)
                .toLocalDateTime();
        return timestamp(time, TimeText.UTC);
    }

    /** A whole number of average months is most likely one of months; anything else is exact in days and seconds. */
    private static String interval(long micros) {
        if (micros != 0 && micros % MICROS_PER_MONTH == 0) {
            return micros / MICROS_PER_MONTH + " mons";
        }
        var days = micros / TimeText.MICROS_PER_DAY;
        var rest = micros % TimeText.MICROS_PER_DAY;
        var seconds = Math.abs(rest) / MICROS_PER_SECOND;
        var time = (rest < 0 ? "-" : "")
                + format("%02d:%02d:%02d", seconds / 3600, seconds / 60 % 60, seconds % 60)
                + fraction(Math.abs(rest) % MICROS_PER_SECOND);
        return days == 0 ? time : days + " days" + (rest == 0 ? "" : " " + time);
    }

    /** The digits do not depend on the language of the system. */
    private static String format(String pattern, Object... numbers) {
        return String.format(Locale.ROOT, pattern, numbers);
    }
}
