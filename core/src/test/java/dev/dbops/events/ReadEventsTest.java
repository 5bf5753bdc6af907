package dev.dbops.events;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dbops.events.capture.CaptureDatabase;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The events that a reader at a position has read: their numbers alone do not show it. */
class ReadEventsTest {
    @Test
    void areThoseOfTheWindowsBefore() throws SQLException {
        try (var test = TestLog.ofMajor(17)) {
            var late = test.session().begin().update("late", "low number");
            test.session().update("early", "high number");
            var log = test.log();
            var reader = test.reader(EventFilter.all(), 1000);
            var before = log.beginning();
            var first = reader.next(before);
            late.commit();
            var second = reader.next(first.end());
            var early = first.events().getFirst().seq();
            var low = second.events().getFirst().seq();

            assertThat(low).isLessThan(early);
            assertThat(log.isRead(before, early)).hasValue(false);
            assertThat(log.isRead(first.end(), early)).hasValue(true);
            assertThat(log.isRead(first.end(), low)).hasValue(false);
            assertThat(log.isRead(second.end(), low)).hasValue(true);
        }
    }

    @Test
    void areKnownWhileTheLogHasThem() {
        try (var test = TestLog.ofMajor(17)) {
            test.session().update("r", "pruned");
            var batch = test.reader(EventFilter.all(), 1000).next(test.log().beginning());
            var seq = batch.events().getFirst().seq();

            assertThat(test.log().isRead(batch.end(), seq + 1)).isEmpty();
            test.execute("DELETE FROM dbops.event_log");
            assertThat(test.log().isRead(batch.end(), seq)).isEmpty();
        }
    }

    /** The position is inside a window, and inside a pack. */
    @Test
    void areKnownOneByOneInAPack() {
        try (var db = new CaptureDatabase(17);
                var database = db.connect()) {
            db.run("CREATE TABLE t (id int PRIMARY KEY)").install("t");
            db.run("INSERT INTO t SELECT generate_series(1, 700)");
            var log = EventLog.open(database);
            var reader = new EventReader(database, EventFilter.all(), 70);
            var events = new ArrayList<Event>();
            var positions = new ArrayList<Position>(List.of(log.beginning()));
            while (events.size() < 700) {
                var batch = reader.next(positions.getLast());
                events.addAll(batch.events());
                positions.add(batch.end());
            }

            var position = positions.get(3);
            assertThat(events)
                    .extracting(event -> log.isRead(position, event.seq()).orElseThrow())
                    .isEqualTo(IntStream.range(0, 700).mapToObj(i -> i < 210).toList());
        }
    }
}
