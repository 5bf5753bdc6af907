package dev.dbops.events.inbox;

import dev.dbops.events.EventFilter;
import dev.dbops.events.EventListing;
import dev.dbops.events.EventLog;
import dev.dbops.events.received.ReceivedEvent;
import dev.dbops.events.received.ReceivedEvent.Content;
import dev.dbops.postgres.Database;
import dev.dbops.target.ConnectionTarget;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/** The events of a log as a queue delivers them: in any order, in batches of any size, and some of them again. */
public final class Deliveries {
    private Deliveries() {}

    /** All events of the log, in their order. */
    public static List<ReceivedEvent> all(ConnectionTarget source) {
        try (var database = Database.connect(source)) {
            var log = EventLog.open(database);
            return new EventListing(log, EventFilter.all())
                    .first(10_000_000).events().stream()
                            .map(event -> new ReceivedEvent(log.id(), event, Content.WHOLE))
                            .toList();
        }
    }

    /** Each event once, a fifth of them twice or more, in any order. */
    public static List<List<ReceivedEvent>> shuffled(List<ReceivedEvent> events, Random random, int largest) {
        var all = new ArrayList<>(events);
        for (var event : events) {
            while (random.nextInt(5) == 0) {
                all.add(event);
            }
        }
        Collections.shuffle(all, random);
        List<List<ReceivedEvent>> batches = new ArrayList<>();
        for (var at = 0; at < all.size(); ) {
            var end = Math.min(all.size(), at + 1 + random.nextInt(largest));
            batches.add(all.subList(at, end));
            at = end;
        }
        return batches;
    }
}
