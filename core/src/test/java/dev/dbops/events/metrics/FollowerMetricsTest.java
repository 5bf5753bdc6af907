package dev.dbops.events.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dbops.OpsException;
import dev.dbops.OpsException.Kind;
import dev.dbops.events.Batch;
import dev.dbops.events.Event;
import dev.dbops.events.Operation;
import dev.dbops.events.Position;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;

class FollowerMetricsTest {
    private static final Instant NOW = Instant.parse("2026-11-30T03:00:00Z");
    private static final Position BEGINNING = Position.beginning("5f0c7ad8-0f5c-4c0a-9d3c-000000000000");

    private Instant now = NOW;
    private final FollowerMetrics metrics =
            new FollowerMetrics("a\"b\\c\nd\u001b[31m\ud800", "file:x", new TestClock());

    private final class TestClock extends Clock {
        @Override
        public ZoneOffset getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Instant instant() {
            return now;
        }
    }

    @Test
    void labelsAreDataAndStayReadable() {
        assertThat(OpenMetrics.read(metrics.text()))
                .isNotEmpty()
                .allSatisfy(sample -> assertThat(sample.labels())
                        .containsEntry("sink", "file:x")
                        .hasEntrySatisfying("consumer", name -> assertThat(name).startsWith("a\"b\\c\nd\\u001b[31m")));
        assertThat(metrics.text()).doesNotContain("\u001b");
    }

    @Test
    void deliveredEventsAreCountedAndTheLagIsTheAgeOfTheLast() {
        metrics.begins(BEGINNING);
        var before = event(NOW.minusSeconds(30));

        metrics.delivered(new Batch(List.of(before, event(NOW.minusSeconds(20))), BEGINNING, BEGINNING), 0);

        assertThat(value("dbops_replay_events_total")).isEqualTo(2);
        assertThat(value("dbops_replay_bytes_total")).isEqualTo(2.0 * before.size());
        assertThat(value("dbops_replay_lag_seconds")).isEqualTo(20);
        assertThat(value("dbops_replay_up")).isEqualTo(1);
        assertThat(value("dbops_replay_last_delivery_timestamp_seconds")).isEqualTo(NOW.getEpochSecond());
        metrics.idle();
        assertThat(value("dbops_replay_lag_seconds")).isZero();
    }

    @Test
    void theLagGrowsWhileASideIsUnreachable() {
        metrics.begins(BEGINNING);
        metrics.idle();

        metrics.lost(new OpsException(Kind.UNREACHABLE, "gone", null));
        now = NOW.plus(Duration.ofMillis(61_500));

        assertThat(value("dbops_replay_lag_seconds")).isEqualTo(61.5);
        assertThat(value("dbops_replay_up")).isZero();
        assertThat(value("dbops_replay_retries_total")).isEqualTo(1);
        metrics.begins(BEGINNING);
        assertThat(value("dbops_replay_up")).isEqualTo(1);
    }

    @Test
    void deadLettersAreCountedAndThereIsNoTimeOfADeliveryThatWasNot() {
        metrics.putAside(event(NOW), new OpsException(Kind.FAILED, "refused", null));

        assertThat(value("dbops_replay_dead_letters_total")).isEqualTo(1);
        assertThat(metrics.text()).doesNotContain("last_delivery");
    }

    private double value(String name) {
        return OpenMetrics.value(metrics.text(), name);
    }

    private static Event event(Instant time) {
        var micros = time.getEpochSecond() * 1_000_000;
        return new Event(1, "1", micros, "public", "t", Operation.INSERT, "{}", "", "{\"a\": 1}", "");
    }
}
