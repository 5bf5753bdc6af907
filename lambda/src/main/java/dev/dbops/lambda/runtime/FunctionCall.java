package dev.dbops.lambda.runtime;

import java.time.Duration;

/**
 * One invocation.
 *
 * @param log the log, whose lines have the request's ID
 * @param metrics the counts
 * @param end when the invocation must have ended, on the clock of System.nanoTime
 */
public record FunctionCall(FunctionLog log, MetricCounts metrics, long end) {
    /** The time that is left, at least a millisecond. */
    public Duration remaining() {
        return Duration.ofNanos(Math.max(end - System.nanoTime(), 1_000_000));
    }

    /**
     * The same invocation for a caller that waits no longer than the limit.
     *
     * @param limit the longest time from now
     */
    public FunctionCall within(Duration limit) {
        return new FunctionCall(log, metrics, Math.min(end, System.nanoTime() + limit.toNanos()));
    }
}
