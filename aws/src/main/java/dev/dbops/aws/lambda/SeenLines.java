package dev.dbops.aws.lambda;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The lines of a log that were read, as far back as others may still arrive between them. CloudWatch Logs shows lines
 * in the order of their time, but not at that time: those of one execution environment can come later than newer ones
 * of another.
 */
final class SeenLines {
    /** Lines that are later than this are missed; nearly all arrive within seconds. */
    private static final Duration LATEST = Duration.ofMinutes(2);

    private final Instant start;
    private final Map<String, Instant> times = new LinkedHashMap<>();
    private Instant newest;

    /** @param start the time from which on lines are read */
    SeenLines(Instant start) {
        this.start = start;
        this.newest = start;
    }

    /** Returns whether the line is seen for the first time. */
    boolean isNew(LogEntry line) {
        newest = line.time().isAfter(newest) ? line.time() : newest;
        return times.putIfAbsent(line.id(), line.time()) == null;
    }

    /** The time from which on to read again. */
    Instant from() {
        var late = newest.minus(LATEST);
        return late.isAfter(start) ? late : start;
    }

    /** Forgets the lines that will not be read again. */
    void forget() {
        var from = from();
        times.values().removeIf(time -> time.isBefore(from));
    }
}
