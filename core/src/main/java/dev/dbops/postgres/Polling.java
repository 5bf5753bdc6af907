package dev.dbops.postgres;

import java.time.Duration;

/** The pauses between attempts: short at first, then longer, and none beyond the time that is given. */
final class Polling {
    private static final Duration FIRST_PAUSE = Duration.ofMillis(50);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(1);

    private final long deadline;
    private Duration pause = FIRST_PAUSE;

    /**
     * @param timeout from now on; zero allows one attempt
     */
    Polling(Duration timeout) {
        deadline = System.nanoTime() + timeout.toNanos();
    }

    /**
     * Pauses before the next attempt.
     *
     * @return false, at once, when the time is over
     * @throws InterruptedException when the thread is interrupted meanwhile
     */
    boolean again() throws InterruptedException {
        var left = Duration.ofNanos(deadline - System.nanoTime());
        if (left.isNegative() || left.isZero()) {
            return false;
        }
        Thread.sleep(pause.compareTo(left) < 0 ? pause : left);
        var longer = pause.multipliedBy(2);
        pause = longer.compareTo(LONGEST_PAUSE) < 0 ? longer : LONGEST_PAUSE;
        return true;
    }
}
