package dev.dbops.aws.dynamo.messages;

import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Times as sort keys: ISO 8601 in UTC with the offset in digits, 2026-11-29T12:01:00+00:00, and microseconds where there
 * are any. Texts of this form sort as their times do, because "+" sorts before "." and "." before the digits.
 */
public final class MessageTime {
    private static final DateTimeFormatter SECONDS = DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss");
    private static final DateTimeFormatter WHOLE = new DateTimeFormatterBuilder()
            .append(SECONDS)
            .appendOffset("+HH:MM", "+00:00")
            .toFormatter();
    private static final DateTimeFormatter EXACT = new DateTimeFormatterBuilder()
            .append(SECONDS)
            .appendPattern(".SSSSSS")
            .appendOffset("+HH:MM", "+00:00")
            .toFormatter();

    /** The seconds, their fraction and the offset. */
    private static final Pattern PARTS =
            Pattern.compile("(.*T\\d\\d:\\d\\d:\\d\\d)(?:\\.(\\d{1,8}))?([+-]\\d\\d:\\d\\d|)");

    private static final int DIGITS = 9;

    private MessageTime() {}

    /** Returns a time as a sort key. */
    public static String sortKey(Instant time) {
        var exact = time.truncatedTo(ChronoUnit.MICROS).atOffset(ZoneOffset.UTC);
        return (exact.getNano() == 0 ? WHOLE : EXACT).format(exact);
    }

    /** Returns the time of a sort key; empty for one that is not a time with an offset. */
    public static Optional<Instant> instant(String sortKey) {
        try {
            return Optional.of(OffsetDateTime.parse(sortKey).toInstant());
        } catch (DateTimeException _) {
            return Optional.empty();
        }
    }

    /** Compares sort keys as DynamoDB does: by their bytes in UTF-8. */
    static int compare(String one, String other) {
        return Arrays.compareUnsigned(one.getBytes(StandardCharsets.UTF_8), other.getBytes(StandardCharsets.UTF_8));
    }

    /**
     * Returns a sort key that sorts directly after this one: the same time, and some nanoseconds.
     *
     * @param nanoseconds 1 to 9
     * @return empty when the key is not a time of this form
     */
    static Optional<String> after(String sortKey, int nanoseconds) {
        var parts = PARTS.matcher(sortKey);
        if (!parts.matches()) {
            return Optional.empty();
        }
        var fraction = parts.group(2) == null ? "" : parts.group(2);
        var zeros = "0".repeat(DIGITS - 1 - fraction.length());
        return Optional.of(parts.group(1) + "." + fraction + zeros + nanoseconds + parts.group(3));
    }
}
