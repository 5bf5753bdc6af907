package dev.dbops.events.replay.postgres;

import dev.dbops.events.Event;
import dev.dbops.postgres.Database;
import dev.dbops.postgres.Transaction;
import java.util.List;

/** Applies events to a database as a replay does. */
public final class AppliedEvents {
    private AppliedEvents() {}

    /** Applies the events in their order, each in a transaction of its own. */
    public static void apply(Database database, List<Event> events) {
        database.executeAsIs(TargetRole.of(database).settings());
        var worker = new ApplyWorker(false);
        for (var event : events) {
            new Transaction(database, "the event").commit(() -> {
                worker.apply(database, List.of(new IndexedEvent(0, event)));
                return true;
            });
        }
    }
}
