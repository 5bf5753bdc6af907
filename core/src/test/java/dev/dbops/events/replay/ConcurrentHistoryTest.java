package dev.dbops.events.replay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dbops.BackgroundTask;
import dev.dbops.testing.CuttingProxy;
import dev.dbops.testing.RandomWriters;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Source and target are the same after sixteen sessions have changed the same rows at once, while a follower replayed.
 *
 * <p>Runs longer, to find rare histories: {@code -Dhistory.transactions=20000} (docs/testing.md).
 */
class ConcurrentHistoryTest {
    private static final int WRITERS = 16;
    private static final int TRANSACTIONS = Integer.getInteger("history.transactions", 150);
    private static final long SEED = Long.getLong("history.seed", System.nanoTime());

    private final List<Throwable> failures = new CopyOnWriteArrayList<>();

    @ParameterizedTest
    @ValueSource(ints = {13, 15, 17, 18})
    void sourceAndTargetAreTheSameInTheEnd(int major) throws Exception {
        var pair = pair(major).workers(1 + major % 4).batch(50);
        var follower = pair.follow(pair.source(), pair.target(), failures);

        var committed = new RandomWriters(pair.sourceUrl(), SEED).run(WRITERS, TRANSACTIONS);
        end(follower);
        pair.replay();

        assertThat(committed).isGreaterThan(TRANSACTIONS);
        assertSame(pair);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 4})
    void theNetworkIsCutAgainAndAgain(int workers) throws Exception {
        var pair = pair(17).workers(workers).batch(20);
        try (var toSource = new CuttingProxy(pair.source());
                var toTarget = new CuttingProxy(pair.target())) {
            var follower = pair.follow(toSource.target(pair.source()), toTarget.target(pair.target()), failures);
            var writers = BackgroundTask.start(
                    "writers", () -> new RandomWriters(pair.sourceUrl(), SEED).run(WRITERS, TRANSACTIONS));
            // until the follower has got on and lost its way often
            new LinkCutter(SEED, failures)
                    .cutWhile(writers, () -> pair.losses() >= 5 && pair.followed() >= 100, toSource, toTarget);
            end(follower);
        }
        pair.replay();

        assertSame(pair);
    }

    private static ReplayedPair pair(int major) {
        return new ReplayedPair(major).both(RandomWriters.SCHEMA).capture(RandomWriters.TABLES.toArray(String[]::new));
    }

    private void end(Thread follower) throws InterruptedException {
        follower.interrupt();
        assertThat(follower.join(Duration.ofSeconds(30)))
                .as("the follower ends")
                .isTrue();
        assertThat(failures).isEmpty();
    }

    private static void assertSame(ReplayedPair pair) {
        assertThat(pair.targetRows(RandomWriters.ROWS))
                .as("seed " + SEED)
                .isEqualTo(pair.sourceRows(RandomWriters.ROWS));
        assertThat(pair.differing(RandomWriters.TABLES.toArray(String[]::new))).isEmpty();
        assertThat(pair.sourceRows("SELECT count(*) > 1000 FROM dbops.event_log"))
                .containsExactly("t");
    }
}
