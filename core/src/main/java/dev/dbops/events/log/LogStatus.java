package dev.dbops.events.log;

import dev.dbops.events.Position;
import java.time.Duration;
import java.util.List;

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
        List<ConsumerStatus> consumers) {

    /**
     * The progress of a consumer.
     *
     * @param consumer its name
     * @param sink where its events go
     * @param behind the number of events of any table after its position, counted up to a million
     * @param lag the age of the oldest of these events
     * @param reported the time since it reported its position
     * @param position its position, as {@link Position#parse} reads it
     */
    public record ConsumerStatus(
            String consumer, String sink, long behind, Duration lag, Duration reported, String position) {}
}
