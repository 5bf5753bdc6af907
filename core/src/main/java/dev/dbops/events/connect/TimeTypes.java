package dev.dbops.events.connect;

import dev.dbops.text.Utf8Buffer;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;

/** The types of dates, times and intervals. */
final class TimeTypes {
    private static final String DEBEZIUM = "io.debezium.time.";
    private static final String CONNECT = "org.apache.kafka.connect.data.";
    private static final int MOST_DIGITS = 6;
    private static final int MILLIS_DIGITS = 3;
    static final String INFINITY = "infinity";
    static final String MINUS_INFINITY = "-infinity";

    /** The infinite timestamps in Debezium (documentation of its PostgreSQL connector, "PostgreSQL infinity values"). */
    static final long INFINITE_MICROS = 9_223_372_036_825_200_000L;

    static final long MINUS_INFINITE_MICROS = -9_223_372_036_832_400_000L;

    private final TimePrecision precision;

    TimeTypes(TimePrecision precision) {
        this.precision = precision;
    }

    ConnectType date() {
        return switch (precision) {
            case connect -> int32(CONNECT + "Date", text -> TimeText.date(text).toEpochDay());
            case isostring -> string("IsoDate", text -> TimeText.date(text) + "Z");
            default -> int32(DEBEZIUM + "Date", text -> TimeText.date(text).toEpochDay());
        };
    }

    /**
     * The type of a time without time zone.
     *
     * @param digits its digits after the second; negative for all
     */
    ConnectType time(int digits) {
        return switch (precision) {
            case connect -> int32(CONNECT + "Time", text -> TimeText.microsOfDay(text) / 1000);
            case isostring -> string("IsoTime", text -> isoTime(TimeText.microsOfDay(text)));
            case nanoseconds -> int64("NanoTime", text -> TimeText.microsOfDay(text) * 1000);
            case adaptive ->
                isShort(digits)
                        ? int32(DEBEZIUM + "Time", text -> TimeText.microsOfDay(text) / 1000)
                        : int64("MicroTime", TimeText::microsOfDay);
            case adaptive_time_microseconds, microseconds -> int64("MicroTime", TimeText::microsOfDay);
        };
    }

    private static String isoTime(long micros) {
        var end = micros == TimeText.MICROS_PER_DAY;
        return (end ? "24:00:00" : DateTimeFormatter.ISO_LOCAL_TIME.format(LocalTime.ofNanoOfDay(micros * 1000))) + "Z";
    }

    ConnectType timeWithZone() {
        return string("ZonedTime", text -> DateTimeFormatter.ISO_LOCAL_TIME.format(TimeText.utc(text)) + "Z");
    }

    /**
     * The type of a timestamp without time zone.
     *
     * @param digits its digits after the second; negative for all
     */
    ConnectType timestamp(int digits) {
        return switch (precision) {
            case connect -> int64Of(CONNECT + "Timestamp", TimeTypes::millis);
            case isostring -> string("IsoTimestamp", TimeTypes::isoTimestamp);
            case nanoseconds -> int64("NanoTimestamp", TimeTypes::nanos);
            case microseconds -> int64("MicroTimestamp", TimeTypes::micros);
            case adaptive, adaptive_time_microseconds ->
                isShort(digits) ? int64("Timestamp", TimeTypes::millis) : int64("MicroTimestamp", TimeTypes::micros);
        };
    }

    private static long micros(String text) {
        return switch (text) {
            case INFINITY -> INFINITE_MICROS;
            case MINUS_INFINITY -> MINUS_INFINITE_MICROS;
            default -> TimeText.micros(TimeText.timestamp(text));
        };
    }

    private static long millis(String text) {
        return Math.floorDiv(micros(text), 1000);
    }

    private static long nanos(String text) {
        return switch (text) {
            case INFINITY -> Long.MAX_VALUE;
            case MINUS_INFINITY -> Long.MIN_VALUE;
            default -> Math.multiplyExact(micros(text), 1000L);
        };
    }

    private static String isoTimestamp(String text) {
        var micros = micros(text);
        var time = LocalDateTime.ofEpochSecond(
                Math.floorDiv(micros, 1_000_000L), (int) Math.floorMod(micros, 1_000_000L) * 1000, ZoneOffset.UTC);
        return DateTimeFormatter.ISO_LOCAL_DATE_TIME.format(time) + "Z";
    }

    /**
     * The type of a timestamp with time zone.
     *
     * @param digits its digits after the second, which are all written; negative for six
     */
    ConnectType timestampWithZone(int digits) {
        var fraction = digits < 0 ? MOST_DIGITS : digits;
        var format = new DateTimeFormatterBuilder()
                .append(DateTimeFormatter.ISO_LOCAL_DATE)
                .appendPattern("'T'HH:mm:ss");
        if (fraction > 0) {
            format.appendFraction(ChronoField.NANO_OF_SECOND, fraction, fraction, true);
        }
        var text = format.appendLiteral('Z').toFormatter();
        return string(
                "ZonedTimestamp", value -> value.endsWith(INFINITY) ? value : text.format(TimeText.timestamp(value)));
    }

    ConnectType interval() {
        return int64("MicroDuration", TimeText::durationMicros);
    }

    private static boolean isShort(int digits) {
        return digits >= 0 && digits <= MILLIS_DIGITS;
    }

    /** Computes a number from the text of a value. */
    private interface NumberOf {
        long of(String text);
    }

    /** Computes a text from the text of a value. */
    private interface TextOf {
        String of(String text);
    }

    private static ConnectType int32(String name, NumberOf number) {
        return SemanticType.of("int32", name, (text, out) -> out.append((long) Math.toIntExact(number.of(text))));
    }

    private static ConnectType int64(String name, NumberOf number) {
        return int64Of(DEBEZIUM + name, number);
    }

    private static ConnectType int64Of(String name, NumberOf number) {
        return SemanticType.of("int64", name, (text, out) -> out.append(number.of(text)));
    }

    private static ConnectType string(String name, TextOf value) {
        return SemanticType.of(
                "string", DEBEZIUM + name, (String text, Utf8Buffer out) -> out.appendQuoted(value.of(text)));
    }
}
