package dev.dbops.events.replay;

import dev.dbops.events.Event;
import dev.dbops.events.Position;
import dev.dbops.postgres.Database;

/** The events that a sink did not take and that were put aside, in the source. */
final class DeadLetters {
    /** Taken from the log itself: what is put aside is what was there. */
    private static final String ADD = """
        INSERT INTO dbops.dead_letter (consumer, seq, position, event, error)
        SELECT ?, seq, ?, to_jsonb(event_log), ?
          FROM dbops.event_log
         WHERE seq = ?
            ON CONFLICT (consumer, seq) DO UPDATE SET error = excluded.error, failed_at = clock_timestamp()
        """;

    private final Database database;

    DeadLetters(Database database) {
        this.database = database;
    }

    /** Puts an event aside; again is no harm. */
    void add(String consumer, Event event, Position position, String error) {
        database.execute(ADD, consumer, position.toString(), error, event.seq());
    }
}
