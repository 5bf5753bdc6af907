package dev.dbops.events.replay;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.regex.Pattern;

/**
 * When an event file is finished and the next one begun, and the names of finished files: {@code events.jsonl} becomes
 * {@code events-20260131T235959Z.jsonl}. Files are finished between two batches, so that none has a part of one.
 *
 * @param size the maximum size of a file in bytes, which only a single larger batch exceeds; 0 for no limit
 * @param age the maximum time between the beginning of a file and a batch in it; zero for no limit
 * @param compressed whether finished files are compressed with gzip
 */
public record Rotation(long size, Duration age, boolean compressed) {
    /** Files grow without a limit. */
    public static final Rotation NEVER = new Rotation(0, Duration.ZERO, false);

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmssX").withZone(ZoneOffset.UTC);

    private static final String TIME_PATTERN = "-\\d{8}T\\d{6}Z(-\\d+)?";

    static final String GZIP = ".gz";

    /**
     * Returns whether the file must be finished before the next lines are written.
     *
     * @param offset the file's size
     * @param next the size of the lines
     * @param begun the time at which the file was begun
     */
    boolean isDue(long offset, long next, Instant begun) {
        return offset > 0
                && (size > 0 && offset + next > size
                        || age.isPositive() && !Instant.now().isBefore(begun.plus(age)));
    }

    /**
     * Returns the name of the finished file.
     *
     * @param number 1, or the next number if a file of the number before exists
     */
    static Path finished(Path file, Instant time, int number) {
        return file.resolveSibling(
                stem(file) + "-" + TIME.format(time) + (number == 1 ? "" : "-" + number) + end(file));
    }

    /** Returns the pattern of the names of finished files that are not compressed. */
    static Pattern finishedNames(Path file) {
        return Pattern.compile(Pattern.quote(stem(file)) + TIME_PATTERN + Pattern.quote(end(file)));
    }

    private static String stem(Path file) {
        var name = file.getFileName().toString();
        return name.substring(0, name.length() - end(file).length());
    }

    /** The ending with its dot; empty for a name without one. */
    private static String end(Path file) {
        var name = file.getFileName().toString();
        return name.lastIndexOf('.') > 0 ? name.substring(name.lastIndexOf('.')) : "";
    }
}
