package dev.dbops.aws.modification;

import dev.dbops.OpsException;
import dev.dbops.OpsException.Kind;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * A window in which AWS makes backups each day, or applies changes once a week, in UTC.
 *
 * @param start the minute of its start in the week, from Monday; of a daily one on Monday
 * @param minutes how long it is
 * @param daily whether it is each day
 */
record TimeWindow(int start, int minutes, boolean daily) {
    private static final int HOUR = 60;
    private static final int DAY = 24 * HOUR;
    private static final int WEEK = 7 * DAY;
    private static final int SHORTEST = 30;

    private static final String TIME = "([01]\\d|2[0-3]):([0-5]\\d)";
    private static final Pattern DAILY = Pattern.compile(TIME + "-" + TIME);
    private static final Pattern WEEKLY = Pattern.compile("([a-z]{3}):" + TIME + "-([a-z]{3}):" + TIME);
    private static final List<String> DAYS = List.of("mon", "tue", "wed", "thu", "fri", "sat", "sun");

    /**
     * Reads a backup window, such as 03:00-03:30.
     *
     * @throws OpsException of kind USAGE when AWS would not accept it
     */
    static TimeWindow ofBackups(String text) {
        var match = DAILY.matcher(text);
        if (!match.matches()) {
            throw refused(text, Setting.BACKUP_WINDOW, "03:00-03:30");
        }
        var start = minute(match.group(1), match.group(2));
        return checked(text, new TimeWindow(start, between(start, minute(match.group(3), match.group(4)), DAY), true));
    }

    /**
     * Reads a maintenance window, such as sat:04:00-sat:04:30.
     *
     * @throws OpsException of kind USAGE when AWS would not accept it
     */
    static TimeWindow ofMaintenance(String text) {
        var match = WEEKLY.matcher(text.toLowerCase(Locale.ROOT));
        if (!match.matches() || !DAYS.contains(match.group(1)) || !DAYS.contains(match.group(4))) {
            throw refused(text, Setting.MAINTENANCE_WINDOW, "sat:04:00-sat:04:30");
        }
        var start = DAYS.indexOf(match.group(1)) * DAY + minute(match.group(2), match.group(3));
        var end = DAYS.indexOf(match.group(4)) * DAY + minute(match.group(5), match.group(6));
        return checked(text, new TimeWindow(start, between(start, end, WEEK), false));
    }

    private static int minute(String hour, String minute) {
        return Integer.parseInt(hour) * HOUR + Integer.parseInt(minute);
    }

    private static int between(int start, int end, int period) {
        return Math.floorMod(end - start, period);
    }

    private static TimeWindow checked(String text, TimeWindow window) {
        if (window.minutes < SHORTEST || window.minutes >= DAY) {
            throw new OpsException(
                    Kind.USAGE,
                    "the window \"%s\" is not from 30 minutes to 24 hours long".formatted(text),
                    "make it longer or shorter; times are in UTC");
        }
        return window;
    }

    private static OpsException refused(String text, Setting setting, String example) {
        return new OpsException(
                Kind.USAGE,
                "\"%s\" is not a window of times (from %s)".formatted(text, setting.option()),
                "write it in UTC, such as " + example);
    }

    /** Returns whether both include the same minute. */
    boolean overlaps(TimeWindow other) {
        for (var day = 0; day < (daily ? 7 : 1); day++) {
            for (var otherDay = 0; otherDay < (other.daily ? 7 : 1); otherDay++) {
                var own = start + day * DAY;
                var others = other.start + otherDay * DAY;
                if (between(own, others, WEEK) < minutes || between(others, own, WEEK) < other.minutes) {
                    return true;
                }
            }
        }
        return false;
    }

    /** The next time at which it begins. */
    Instant next(Instant after) {
        var time = after.atOffset(ZoneOffset.UTC).truncatedTo(ChronoUnit.MINUTES);
        var now = (time.getDayOfWeek().getValue() - DayOfWeek.MONDAY.getValue()) * DAY
                + time.getHour() * HOUR
                + time.getMinute();
        var wait = between(now, start, daily ? DAY : WEEK);
        return time.plusMinutes(wait == 0 ? (daily ? DAY : WEEK) : wait).toInstant();
    }
}
