package dev.dbops.doctor;

import java.time.Duration;
import java.util.List;
import java.util.Locale;

/** Formats numbers and lists for people. */
public final class Figures {
    private static final int MOST_NAMES = 5;
    private static final String[] UNITS = {"B", "kB", "MB", "GB", "TB", "PB"};

    private Figures() {}

    /** Such as 1.5 GB; in PostgreSQL's units, which are powers of 1024. */
    public static String bytes(long bytes) {
        var value = (double) bytes;
        var unit = 0;
        while (value >= 1024 && unit < UNITS.length - 1) {
            value /= 1024;
            unit++;
        }
        return unit == 0 || value >= 100
                ? Math.round(value) + " " + UNITS[unit]
                : String.format(Locale.ROOT, "%.1f %s", value, UNITS[unit]);
    }

    /** The two largest units: 3d 4h, 5m 7s, 12s; only 1h if there is no remainder. */
    public static String time(Duration time) {
        if (time.toDays() > 0) {
            return pair(time.toDays(), "d", time.toHoursPart(), "h");
        }
        if (time.toHours() > 0) {
            return pair(time.toHours(), "h", time.toMinutesPart(), "m");
        }
        return time.toMinutes() > 0 ? pair(time.toMinutes(), "m", time.toSecondsPart(), "s") : time.toSeconds() + "s";
    }

    private static String pair(long large, String largeUnit, int small, String smallUnit) {
        return large + largeUnit + (small > 0 ? " " + small + smallUnit : "");
    }

    /** A time in seconds. */
    public static String time(double seconds) {
        return time(Duration.ofMillis((long) (seconds * 1000)));
    }

    /** Such as 1,200 million, or the number itself if it is small. */
    public static String count(long count) {
        return count < 10_000_000
                ? String.format(Locale.ROOT, "%,d", count)
                : String.format(Locale.ROOT, "%,d million", count / 1_000_000);
    }

    /** The first names, and the number of the others. */
    public static String names(List<String> names, long total) {
        var shown = names.subList(0, Math.min(MOST_NAMES, names.size()));
        return String.join(", ", shown) + (total > shown.size() ? " and %d more".formatted(total - shown.size()) : "");
    }

    /** All names, of which only the first are shown. */
    public static String names(List<String> names) {
        return names(names, names.size());
    }
}
