package dev.dbops.events.replay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dbops.OpsException;
import dev.dbops.OpsException.Kind;
import dev.dbops.events.Batch;
import dev.dbops.events.Event;
import dev.dbops.events.Operation;
import dev.dbops.testing.TestServer;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/**
 * A sink that keeps no position may have rows of a part that the next replay reads again, with a later snapshot: their
 * changes between the two snapshots are delivered too.
 */
class RepeatedRowsTest {
    private final ReplayedPair pair = new ReplayedPair(TestServer.CARRIED).snapshot(10, 1);

    /** All events that were delivered. */
    private final List<Event> events = new ArrayList<>();

    /** Takes a number of deliveries, and ends the replay before it can store the position of the last one. */
    private final class Kept implements Sink {
        private int left;

        private Kept(int deliveries) {
            left = deliveries;
        }

        @Override
        public String description() {
            return "kept";
        }

        @Override
        public void deliver(Batch batch) {
            events.addAll(batch.events());
            left--;
            if (left == 0) {
                throw new OpsException(Kind.FAILED, "killed", "");
            }
        }

        @Override
        public void close() {
            // nothing is open
        }
    }

    private void replay(int deliveries) {
        try {
            new Replay(pair.source(), _ -> new Kept(deliveries), pair.options(false), new ReplayListener() {}).run();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        } catch (OpsException e) {
            assertThat(e).hasMessage("killed");
        }
    }

    /** The rows of a receiver that applies all events in the order of their arrival. */
    private SortedMap<String, String> rows() {
        var rows = new TreeMap<String, String>();
        for (var event : events) {
            if (event.operation() == Operation.TRUNCATE) {
                rows.clear();
            } else if (event.operation() == Operation.DELETE) {
                rows.remove(event.key());
            } else {
                rows.put(event.key(), event.after());
            }
        }
        return rows;
    }

    private void assertSame() {
        assertThat(List.copyOf(rows().values()))
                .containsExactlyInAnyOrderElementsOf(pair.sourceRows("SELECT to_jsonb(item)::text FROM item"));
    }

    @Test
    void aRowThatIsDeletedBeforeItsPartIsReadAgainIsDeletedInTheSink() {
        pair.inSource(
                "CREATE TABLE item (id int PRIMARY KEY, n int); INSERT INTO item SELECT i, 0 FROM generate_series(1,"
                        + " 50) i");
        pair.capture("item");
        replay(2);
        pair.inSource("DELETE FROM item WHERE id IN (5, 15, 25); UPDATE item SET n = 1 WHERE id IN (6, 16, 26)");
        replay(1);
        pair.inSource("DELETE FROM item WHERE id IN (7, 17, 27); UPDATE item SET id = 1000 WHERE id = 18");
        replay(0);
        assertSame();
    }

    /** They have no key by which a receiver could recognize them. */
    @Test
    void aTableWithoutAKeyIsReadAgainAfterATruncate() {
        pair.inSource("CREATE TABLE item (n int); INSERT INTO item SELECT i FROM generate_series(1, 15) i");
        pair.captureInserts("item");
        for (var deliveries : List.of(1, 2, 3, 0)) {
            replay(deliveries);
            pair.inSource("INSERT INTO item VALUES (100 + %d)".formatted(deliveries));
        }
        replay(0);

        var last = events.stream().map(Event::operation).toList().lastIndexOf(Operation.TRUNCATE);
        assertThat(events.subList(last + 1, events.size()).stream().map(Event::after))
                .containsExactlyInAnyOrderElementsOf(pair.sourceRows("SELECT to_jsonb(item)::text FROM item"));
    }

    @Test
    void theSameIsTrueOfTheFirstPartOfATable() {
        pair.inSource(
                "CREATE TABLE item (id int PRIMARY KEY, n int); INSERT INTO item SELECT i, 0 FROM generate_series(1,"
                        + " 50) i");
        pair.capture("item");
        replay(1);
        pair.inSource("DELETE FROM item WHERE id IN (5, 15)");
        replay(1);
        pair.inSource("TRUNCATE item; INSERT INTO item VALUES (8, 8)");
        replay(0);
        assertSame();
    }
}
