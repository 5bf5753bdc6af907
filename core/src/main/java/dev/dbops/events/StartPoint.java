package dev.dbops.events;

import java.time.Instant;
import java.time.ZoneId;
import java.util.Optional;

/**
 * The point where reading begins.
 *
 * @param position the position
 * @param since the earliest time of an event to read after the position, if a time was given
 */
public record StartPoint(Position position, Optional<Instant> since) {
    /**
     * Reads {@code beginning}, {@code now}, a position, or a time as {@link PointInTime} reads it.
     *
     * @throws dev.dbops.OpsException of kind USAGE when the text is none of these
     */
    public static StartPoint parse(String text, EventLog log) {
        return switch (text) {
            case "beginning" -> new StartPoint(log.beginning(), Optional.empty());
            case "now" -> new StartPoint(log.now(), Optional.empty());
            default -> {
                if (text.indexOf('/') >= 0) {
                    yield new StartPoint(Position.parse(text), Optional.empty());
                }
                var time = PointInTime.parse(text, Instant.now(), ZoneId.systemDefault());
                yield new StartPoint(log.before(time), Optional.of(time));
            }
        };
    }
}
