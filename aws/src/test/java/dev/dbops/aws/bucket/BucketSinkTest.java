package dev.dbops.aws.bucket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dbops.OpsException;
import dev.dbops.aws.AwsEmulator;
import dev.dbops.aws.EmulatedBucket;
import dev.dbops.events.Batch;
import dev.dbops.events.Event;
import dev.dbops.events.Operation;
import dev.dbops.events.Position;
import dev.dbops.events.envelope.EventFormat;
import dev.dbops.text.Utf8Buffer;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Rows of a snapshot between changes, whenever the replay ends. */
class BucketSinkTest {
    private static final Position START = Position.beginning("5f0c7ad8-0f5c-4c0a-9d3c-000000000000");
    private static final Position FIRST = START.then("10:10:");
    private static final Position ROWS = FIRST.withRead(1);
    private static final Position LAST = ROWS.then("20:20:");

    private AwsEmulator aws = AwsEmulator.reset();
    private EmulatedBucket bucket = new EmulatedBucket(aws, "lake");

    /** The rows of another snapshot have other numbers. */
    private long row = 100;

    private boolean hasRows = true;

    private static final class Numbers implements EventFormat {
        @Override
        public String name() {
            return "numbers";
        }

        @Override
        public void append(Event event, Position window, Utf8Buffer out) {
            out.append(event.seq());
        }
    }

    @Test
    void rowsAreNotStoredTogetherWithChanges() throws InterruptedException {
        replay();

        assertThat(bucket.objects("shop/public").values()).containsExactlyInAnyOrder("1\n", "101\n", "2\n");
    }

    /** The table may be empty. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void anEndAtAnyWriteRepeatsNoChangeBeforeOrAfterRows(boolean rows) throws InterruptedException {
        hasRows = rows;
        for (var write = 0; write < 10; write++) {
            // given
            aws = AwsEmulator.reset();
            bucket = new EmulatedBucket(aws, "lake");
            aws.failAfter("s3:PutObject", write, "AccessDenied", 403);
            try {
                replay();
            } catch (OpsException _) {
                // at that write
            }
            aws.failNoMore();

            // when
            replay();

            // then
            assertThat(numbers().filter(number -> number < 100))
                    .as("write %d", write)
                    .containsExactlyInAnyOrder(1L, 2L);
            assertThat(numbers().filter(number -> number > 100))
                    .as("write %d", write)
                    .hasSizeGreaterThanOrEqualTo(rows ? 1 : 0);
        }
    }

    /** The events are in no object then, and the next replay delivers them. */
    @Test
    void aFollowerThatEndsWhileTheBucketHangsSaysSo() throws InterruptedException {
        try (var sink = open()) {
            sink.begin(START);
            sink.deliver(batch(START, FIRST));
            aws.hold("s3:PutObject");

            assertThatThrownBy(() -> sink.stop(Duration.ofMillis(300)))
                    .isInstanceOfSatisfying(
                            OpsException.class, e -> assertThat(e.kind()).isEqualTo(OpsException.Kind.UNREACHABLE))
                    .hasMessage("s3://lake/shop/ did not answer within 300 ms");
        } finally {
            aws.release();
        }

        replay();

        assertThat(numbers().filter(number -> number < 100)).containsExactlyInAnyOrder(1L, 2L);
    }

    private BucketSink open() {
        return BucketSink.open(
                aws.clients(), BucketPlace.parse("s3://lake/shop"), "test", new Numbers(), 1000, Duration.ofHours(1));
    }

    private Stream<Long> numbers() {
        return bucket.objects("shop/public").values().stream()
                .flatMap(String::lines)
                .map(Long::valueOf);
    }

    /** Delivers what follows the position of the sink, first up to the one that it was storing. */
    private void replay() throws InterruptedException {
        try (var sink = open()) {
            var start = sink.position().orElse(START);
            sink.begin(start);
            var pending = sink.pending();
            if (pending.isPresent()) {
                sink.deliver(batch(start, pending.get()));
                start = pending.get();
            }
            for (var end : List.of(FIRST, ROWS, LAST)) {
                if (start.compareTo(end) < 0) {
                    sink.deliver(batch(start, end));
                    start = end;
                }
            }
            sink.finish();
        }
    }

    private Batch batch(Position start, Position end) {
        if (end.equals(ROWS)) {
            row++;
            return new Batch(hasRows ? List.of(event(row, Operation.READ)) : List.of(), start, end);
        }
        return new Batch(List.of(event(end.equals(FIRST) ? 1 : 2, Operation.INSERT)), start, end);
    }

    private static Event event(long seq, Operation operation) {
        return new Event(seq, "1", 0, "public", "orders", operation, "{\"id\": 1}", "", "{\"id\": 1}", "");
    }
}
