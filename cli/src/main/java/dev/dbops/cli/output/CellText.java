package dev.dbops.cli.output;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The text of a value in a table or in CSV. */
final class CellText {
    private CellText() {}

    /** As a person reads it. */
    static String forPeople(Object value) {
        return value instanceof Duration duration ? describe(duration) : plain(value);
    }

    /** As a program reads it: durations in seconds. */
    static String plain(Object value) {
        // Not a switch over types: the JVM would make a class for it at each start.
        if (value instanceof Duration duration) {
            return seconds(duration);
        }
        if (value instanceof Optional<?> optional) {
            return optional.isPresent() ? plain(optional.get()) : "";
        }
        if (value instanceof List<?> list) {
            return list(list);
        }
        if (value instanceof Record named) {
            return plain(RecordFields.value(named, named.getClass().getRecordComponents()[0]));
        }
        return value instanceof Enum<?> constant ? constant.name().toLowerCase(Locale.ROOT) : value.toString();
    }

    /** Records in a list are represented by their first component, the name. */
    private static String list(List<?> values) {
        var text = new StringBuilder();
        for (var value : values) {
            text.append(text.isEmpty() ? "" : ", ").append(plain(value));
        }
        return text.toString();
    }

    /** Seconds with their milliseconds, as in 12.345. */
    static String seconds(Duration duration) {
        var millis = duration.toMillisPart();
        var fraction = Integer.toString(1000 + millis).substring(1);
        return duration.toSeconds() + "." + fraction;
    }

    /** The two largest units: 3d 4h, 5m 7s, 0.250s. */
    private static String describe(Duration duration) {
        if (duration.toDays() > 0) {
            return duration.toDays() + "d " + duration.toHoursPart() + "h";
        }
        if (duration.toHours() > 0) {
            return duration.toHours() + "h " + duration.toMinutesPart() + "m";
        }
        if (duration.toMinutes() > 0) {
            return duration.toMinutes() + "m " + duration.toSecondsPart() + "s";
        }
        return seconds(duration) + "s";
    }

    static boolean isNumber(Object value) {
        return value instanceof Number
                || value instanceof Duration
                || value instanceof Optional<?> optional && optional.isPresent() && isNumber(optional.get());
    }
}
