package dev.dbops.events.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dbops.BackgroundTask;
import dev.dbops.OpsException;
import dev.dbops.compare.CompareListener;
import dev.dbops.compare.CompareOptions;
import dev.dbops.compare.Comparison;
import dev.dbops.compare.RowDifference;
import dev.dbops.compare.TableComparison;
import dev.dbops.events.NameMap;
import dev.dbops.postgres.Database;
import dev.dbops.postgres.TableName;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** A target that follows its source is compared while events are on their way. */
class MovingComparisonTest {
    private static final Duration LONG = Duration.ofSeconds(60);

    private final ReplayedPair pair = new ReplayedPair(17)
            .both("CREATE TABLE t (id int PRIMARY KEY, v bigint)")
            .capture("t")
            .inSource("INSERT INTO t SELECT n, 0 FROM generate_series(1, 3000) AS n");

    private TableComparison compare(Duration limit, String consumer) {
        var options =
                new CompareOptions(List.of(TableName.parse("t")), new NameMap(), "", 100, 1, false, limit, consumer);
        return new Comparison(pair.source(), pair.target(), options, new CompareListener() {})
                .run()
                .getFirst();
    }

    @Test
    void itWaitsForTheEventsThatTheSourceHas() throws InterruptedException {
        pair.replay();
        pair.inSource("UPDATE t SET v = 1 WHERE id <= 1000");
        assertThat(compare(Duration.ZERO, "").changed()).isEqualTo(1000);
        var comparison = BackgroundTask.start("comparison", () -> compare(LONG, ""));
        pair.replay();
        assertThat(comparison.get()).matches(TableComparison::isEqual);
    }

    @Test
    void onlyTheRowThatTheTargetHasLostDiffersWhileOthersChange() throws InterruptedException {
        pair.replay();
        var failures = new CopyOnWriteArrayList<Throwable>();
        var follower = pair.follow(pair.source(), pair.target(), failures);
        var ended = new AtomicBoolean();
        var writer = BackgroundTask.start("writer", () -> write(ended));
        try {
            pair.inTarget("DELETE FROM t WHERE id = 3000");
            var table = compare(LONG, "test");
            assertThat(table.moving()).isZero();
            assertThat(table.differences())
                    .extracting(row -> row.kind() + " " + row.key().get("id").orElseThrow())
                    .containsExactly(RowDifference.Kind.MISSING + " 3000");
        } finally {
            ended.set(true);
            writer.get();
            follower.interrupt();
            follower.join();
        }
        assertThat(failures).isEmpty();
        pair.replay();
        assertThat(compare(Duration.ZERO, "").missing()).isEqualTo(1);
    }

    private boolean write(AtomicBoolean ended) {
        var random = new Random(1);
        try (var database = Database.connect(pair.source())) {
            while (!ended.get()) {
                database.execute("UPDATE public.t SET v = v + 1 WHERE id = ?", 1 + random.nextInt(2999));
            }
            return true;
        }
    }

    @Test
    void withoutALogRowsAreComparedAgainUntilTheTimeIsOver() {
        var table = compare(Duration.ofMillis(300), "");
        assertThat(table.missing()).isEqualTo(3000).isEqualTo(table.moving());
        pair.inTarget("INSERT INTO t SELECT n, 0 FROM generate_series(1, 3000) AS n");
        assertThat(compare(LONG, "").isEqual()).isTrue();
    }

    @Test
    void aConsumerThatDoesNotExistIsRefused() {
        assertThatThrownBy(() -> compare(LONG, "nobody"))
                .isInstanceOfSatisfying(
                        OpsException.class, e -> assertThat(e.kind()).isEqualTo(OpsException.Kind.USAGE))
                .hasMessage("consumer \"nobody\" does not exist");
    }
}
