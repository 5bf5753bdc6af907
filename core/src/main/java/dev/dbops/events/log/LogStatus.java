package dev.dbops.events.log;

import dev.dbops.events.Position;
import java.time.Duration;
import java.util.List;

/**
 * How a log is.
 *
 * @param log its id
 * @param events how many it has
 * @param bytes how large it is
 * @param eventsPerSecond in the last minute
 * @param daysAhead for how many days there are partitions, today among them
 * @param defaultUsed whether events fell into the default partition, which nothing prunes as a whole
 * @param position behind all that can be seen now, as {@link Position#parse} reads it
 * @param partitions its partitions by time
 * @param consumers who reads it
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
     * How far a consumer is.
     *
     * @param consumer its name
     * @param sink where its events go
     * @param behind how many events of any table lie behind its position, counted up to a million
     * @param lag how old the oldest of these is
     * @param reported how long ago it said where it is
     * @param position where it is, as {@link Position#parse} reads it
     */
    public record ConsumerStatus(
            String consumer, String sink, long behind, Duration lag, Duration reported, String position) {}
}
