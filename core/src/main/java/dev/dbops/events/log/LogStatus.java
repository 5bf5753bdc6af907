package dev.dbops.events.log;

import dev.dbops.events.Position;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * The status of a log.
 *
 * @param log its id
 * @param events the number of events
 * @param bytes its size in bytes
 * @param eventsPerSecond events per second in the last minute
 * @param daysAhead the number of days that have partitions, including today
 * @param defaultUsed whether the default partition, which is never dropped as a whole, has events
 * @param position the position after all events that are visible now, as {@link Position#parse} reads it
 * @param partitions its partitions by time
 * @param consumers its consumers
 * @param stages the targets of functions that were asked, and how far they are
 */
public record LogStatus(
        String log,
        long events,
        long bytes,
        double eventsPerSecond,
        int daysAhead,
        boolean defaultUsed,
        String position,
        List<LogPartition> partitions,
        List<ConsumerStatus> consumers,
        List<StageStatus> stages) {
    /** The same with the stages. */
    public LogStatus with(List<StageStatus> others) {
        return new LogStatus(
                log, events, bytes, eventsPerSecond, daysAhead, defaultUsed, position, partitions, consumers, others);
    }

    /**
     * The progress of a target of functions.
     *
     * @param stage the target
     * @param lastSeq the greatest number of an event that it has received; 0 for none
     * @param behind the number of events with greater numbers, counted up to a million
     * @param lag the age of the oldest of these events
     * @param received the time since the last event arrived there; empty if none has
     */
    public record StageStatus(String stage, long lastSeq, long behind, Duration lag, Optional<Duration> received) {}

    /**
     * The progress of a consumer.
     *
     * @param consumer its name
     * @param sink where its events go
     * @param behind the number of events of any table after its position, counted up to a million
     * @param lag the age of the oldest of these events
     * @param reported the time since it reported its position
     * @param position its position, as {@link Position#parse} reads it
     * @param snapshot the progress of its snapshot; empty for a consumer without one
     */
    public record ConsumerStatus(
            String consumer,
            String sink,
            long behind,
            Duration lag,
            Duration reported,
            String position,
            String snapshot) {}
}
