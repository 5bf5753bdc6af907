package dev.dbops.events.envelope;

import dev.dbops.text.Utf8Buffer;
import java.nio.charset.StandardCharsets;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/** Formats event times as ISO 8601, in UTC with microseconds. It caches, since many events share a second. */
public final class EventTime {
    private static final int MICROS = 1_000_000;

    private long second = Long.MIN_VALUE;
    private byte[] text = {};

    /** Returns the time as text. */
    public static String format(long micros) {
        var out = new Utf8Buffer();
        new EventTime().append(micros, out);
        return out.toString();
    }

    /** Appends the time. */
    public void append(long micros, Utf8Buffer out) {
        var now = Math.floorDiv(micros, MICROS);
        if (now != second) {
            second = now;
            text = LocalDateTime.ofEpochSecond(now, 0, ZoneOffset.UTC)
                    .format(DateTimeFormatter.ISO_LOCAL_DATE_TIME)
                    .getBytes(StandardCharsets.US_ASCII);
        }
        out.append(text).append('.').append(Math.floorMod(micros, MICROS), 6).append('Z');
    }
}
