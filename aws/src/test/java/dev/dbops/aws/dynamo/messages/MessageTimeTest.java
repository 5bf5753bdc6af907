package dev.dbops.aws.dynamo.messages;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MessageTimeTest {
    @ParameterizedTest
    @CsvSource({
        "2026-11-29T12:01:00Z, 2026-11-29T12:01:00+00:00",
        "2026-11-29T12:01:00.5Z, 2026-11-29T12:01:00.500000+00:00",
        "2026-11-29T12:01:00.123456789Z, 2026-11-29T12:01:00.123456+00:00"
    })
    void aTimeHasAnOffset(String time, String sortKey) {
        assertThat(MessageTime.sortKey(Instant.parse(time))).isEqualTo(sortKey);
    }

    @Test
    void sortKeysSortAsTheirTimes() {
        var random = new Random(17);
        var times = new ArrayList<Instant>();
        for (var i = 0; i < 2_000; i++) {
            var micros = random.nextBoolean() ? random.nextLong(3_000_000) : random.nextLong(20) * 1_000_000;
            times.add(Instant.parse("2025-12-31T23:59:58Z").plusNanos(micros * 1_000));
        }
        var keys = times.stream().map(MessageTime::sortKey).sorted(MessageTime::compare);

        assertThat(keys)
                .containsExactlyElementsOf(
                        times.stream().sorted().map(MessageTime::sortKey).toList());
    }

    @ParameterizedTest
    @CsvSource({
        "2026-11-29T12:01:00+00:00, 2026-11-29T12:01:00.000000002+00:00",
        "2026-11-29T12:01:00.123456+00:00, 2026-11-29T12:01:00.123456002+00:00",
        "2026-11-29T12:01:00.123, 2026-11-29T12:01:00.123000002"
    })
    void theNextSortKeySortsDirectlyAfterIt(String sortKey, String next) {
        assertThat(MessageTime.after(sortKey, 2)).contains(next);
        assertThat(List.of(next, sortKey)).isSortedAccordingTo((one, other) -> MessageTime.compare(other, one));
    }

    @ParameterizedTest
    @CsvSource({"2026-11-29T12:01:00Z", "2026-11-29T12:01:00.123456789+00:00", "1764417660", "''"})
    void otherFormsHaveNoNext(String sortKey) {
        assertThat(MessageTime.after(sortKey, 1)).isEmpty();
    }
}
