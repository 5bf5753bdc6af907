package dev.dbops.events.replay;

import dev.dbops.BackgroundTask;
import dev.dbops.testing.CuttingProxy;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.function.BooleanSupplier;

/** Cuts the connections of a follower, at random moments and at random bytes. */
final class LinkCutter {
    private final Random random;
    private final List<Throwable> failures;

    /**
     * Makes a cutter.
     *
     * @param failures the failures of the follower: one that has ended is not waited for
     */
    LinkCutter(long seed, List<Throwable> failures) {
        random = new Random(seed);
        this.failures = failures;
    }

    /**
     * Cuts until the writers have finished and the follower has lost its way often enough, or has failed.
     *
     * @throws RuntimeException the failure of the writers
     */
    void cutWhile(BackgroundTask<?> writers, BooleanSupplier enough, CuttingProxy... links)
            throws InterruptedException {
        var longest = 400.0;
        while (failures.isEmpty() && (writers.get(Duration.ZERO).isEmpty() || !enough.getAsBoolean())) {
            var link = links[random.nextInt(links.length)];
            link.cutAfter(random.nextInt(200_000), CuttingProxy.Direction.values()[random.nextInt(2)]);
            Thread.sleep(Duration.ofMillis(20 + random.nextInt((int) longest)));
            link.cut();
            // a follower on a busy machine may need longer to get on at all
            longest *= 1.05;
        }
        writers.get();
    }
}
