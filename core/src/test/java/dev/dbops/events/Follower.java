package dev.dbops.events;

import dev.dbops.events.envelope.Json;
import java.util.ArrayList;
import java.util.List;

/** Reads a log as a consumer does, and records the values; after each batch it starts again from its position. */
public final class Follower {
    private final EventReader reader;
    private final List<Event> events = new ArrayList<>();
    private final List<Batch> batches = new ArrayList<>();
    private Position position;

    public Follower(TestLog log, EventFilter filter, int limit) {
        reader = log.reader(filter, limit);
        position = log.log().beginning();
    }

    public Follower(TestLog log) {
        this(log, EventFilter.all(), 1000);
    }

    /** Reads what can be seen now, and returns its values. */
    public List<String> look() {
        var before = events.size();
        Batch batch;
        do {
            batch = reader.next(position);
            position = Position.parse(batch.end().toString());
            events.addAll(batch.events());
            batches.add(batch);
        } while (!batch.endsWindow());
        return events.subList(before, events.size()).stream()
                .map(Follower::value)
                .toList();
    }

    List<Event> events() {
        return events;
    }

    List<Batch> batches() {
        return batches;
    }

    Position position() {
        return position;
    }

    static String value(Event event) {
        return (String) Json.read(event.after()).get("value");
    }
}
