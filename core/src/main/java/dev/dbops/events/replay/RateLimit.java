package dev.dbops.events.replay;

/** Limits the number of events per second. */
final class RateLimit {
    private final int rate;
    private final long start = System.nanoTime();
    private long passed;

    /**
     * @param rate events per second; 0 for no limit
     */
    RateLimit(int rate) {
        this.rate = rate;
    }

    /** The maximum number of events delivered together, to avoid bursts: a tenth of a second's events. */
    int mostAtOnce() {
        return rate == 0 ? Integer.MAX_VALUE : Math.max(1, rate / 10);
    }

    /** Waits until this number of further events may be delivered. */
    void await(int events) throws InterruptedException {
        if (rate == 0) {
            return;
        }
        var due = start + (long) (passed * 1e9 / rate);
        var nanos = due - System.nanoTime();
        if (nanos > 0) {
            Thread.sleep(nanos / 1_000_000, (int) (nanos % 1_000_000));
        }
        passed += events;
    }
}
