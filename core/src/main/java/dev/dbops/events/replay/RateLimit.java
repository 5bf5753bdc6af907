package dev.dbops.events.replay;

/** Lets no more than so many events through in a second. */
final class RateLimit {
    private final int rate;
    private final long start = System.nanoTime();
    private long passed;

    /**
     * @param rate events a second; 0 for no limit
     */
    RateLimit(int rate) {
        this.rate = rate;
    }

    /** The most events that may go together, so that they do not come in gusts: a tenth of a second's. */
    int mostAtOnce() {
        return rate == 0 ? Integer.MAX_VALUE : Math.max(1, rate / 10);
    }

    /** Waits until it is the turn of so many events more. */
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
