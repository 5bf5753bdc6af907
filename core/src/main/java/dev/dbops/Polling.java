package dev.dbops;

import java.time.Duration;

/** The pauses between attempts: short at first, then longer, and never longer than the time that is left. */
public final class Polling {
    /** Longer than any real timeout, and short enough to be counted in nanoseconds. */
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
     * The lengths of the pauses between attempts.
     *
     * @param firstPause before the second attempt; each pause is twice the one before
     * @param longestPause the upper limit of the pauses
     */
    public record Pace(Duration firstPause, Duration longestPause) {
        /** For a database server, which answers in milliseconds and does not charge for requests. */
        public static final Pace SERVER = new Pace(Duration.ofMillis(50), Duration.ofSeconds(1));

        /** For AWS, where state changes take minutes and an account's requests are counted. */
        public static final Pace AWS = new Pace(Duration.ofSeconds(2), Duration.ofSeconds(15));
    }

    /** The time that is left; zero when it is over. */
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
