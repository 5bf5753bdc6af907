package dev.dbops;

import java.time.Duration;

/** The pauses between attempts: short at first, then longer, and none beyond the time that is given. */
public final class Polling {
    /** Longer than anybody waits, and short enough to be counted in nanoseconds. */
    private static final Duration LONGEST_TIMEOUT = Duration.ofDays(10_000);

    private final long deadline;
    private final Duration longestPause;
    private Duration pause;

    /**
     * @param timeout from now on; zero allows one attempt
     */
    public Polling(Duration timeout, Pace pace) {
        var counted = timeout.compareTo(LONGEST_TIMEOUT) < 0 ? timeout : LONGEST_TIMEOUT;
        deadline = System.nanoTime() + counted.toNanos();
        pause = pace.firstPause();
        longestPause = pace.longestPause();
    }

    /**
     * How fast attempts follow each other.
     *
     * @param firstPause before the second attempt; each pause is twice the one before
     * @param longestPause the longest that they become
     */
    public record Pace(Duration firstPause, Duration longestPause) {
        /** For a database server, which answers in milliseconds and asks nothing for it. */
        public static final Pace SERVER = new Pace(Duration.ofMillis(50), Duration.ofSeconds(1));

        /** For AWS, whose states take minutes, and which counts the requests of an account. */
        public static final Pace AWS = new Pace(Duration.ofSeconds(2), Duration.ofSeconds(15));
    }

    /** What is left of the time; zero when it is over. */
    public Duration left() {
        return Duration.ofNanos(Math.max(0, deadline - System.nanoTime()));
    }

    /**
     * Pauses before the next attempt.
     *
     * @return false, at once, when the time is over
     * @throws InterruptedException when the thread is interrupted meanwhile
     */
    public boolean again() throws InterruptedException {
        var left = Duration.ofNanos(deadline - System.nanoTime());
        if (left.isNegative() || left.isZero()) {
            return false;
        }
        Thread.sleep(pause.compareTo(left) < 0 ? pause : left);
        var longer = pause.multipliedBy(2);
        pause = longer.compareTo(longestPause) < 0 ? longer : longestPause;
        return true;
    }
}
