package dev.dbops.events.replay.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dbops.OpsException;
import dev.dbops.OpsException.Kind;
import dev.dbops.events.Event;
import dev.dbops.events.Operation;
import dev.dbops.postgres.ConnectionPool;
import dev.dbops.testing.TestServer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RefusedEventTest {
    private final OpsException failure = new OpsException(Kind.SQL, "it did not go well", "try again");

    @AutoClose
    private ConnectionPool pool;

    private RefusedEvent refused;

    @BeforeEach
    void aTableThatTakesNoSeven() {
        var target = TestServer.carried().newDatabase();
        TestServer.carried().execute(target.database(), "CREATE TABLE item (id int PRIMARY KEY CHECK (id <> 7))");
        pool = new ConnectionPool(target, 1, "");
        refused = new RefusedEvent(new EventTrial(pool, new ApplyWorker(false)), true);
    }

    private static List<IndexedEvent> events(int most) {
        var events = new ArrayList<IndexedEvent>();
        for (var id = 1; id <= most; id++) {
            var row = "{\"id\": %d}".formatted(id);
            var event = new Event(id, "1000", 0, "public", "item", Operation.INSERT, row, "", row, "");
            events.add(new IndexedEvent(id - 1, event));
        }
        return events;
    }

    @Test
    void theFirstThatIsRefusedIsFound() throws InterruptedException {
        assertThat(refused.find(events(10), failure).index()).isEqualTo(6);
        assertThat(refused.find(events(7), failure).index()).isEqualTo(6);
    }

    /** The last one would be put aside for what it has not done. */
    @Test
    void whereAllAreTakenTheFailureIsNoneOfTheirs() {
        assertThatThrownBy(() -> refused.find(events(6), failure)).isSameAs(failure);
    }
}
