package dev.dbops.events.replay;

import dev.dbops.events.Event;
import dev.dbops.events.EventRows;
import dev.dbops.events.Position;
import dev.dbops.postgres.Database;

/** The dead letters: events that a sink refused, stored in the source. */
final class DeadLetters {
    /**
     * Copies the event from the log itself, so that the dead letter has the original. No row that contains the event
     * has a lower seq.
     */
    private static final String ADD = """
        INSERT INTO dbops.dead_letter (consumer, seq, position, event, error)
        SELECT ?, event.seq, ?, to_jsonb(event), ?
          FROM (SELECT e.seq, l.xid, l.ts, l.schema_name, l.table_name, l.op, e.key, e.before, e.after, l.origin
                  FROM (SELECT * FROM dbops.event_log WHERE seq >= ? ORDER BY seq LIMIT 1) AS l
                {unpacked}
                 WHERE e.seq = ?) AS event
            ON CONFLICT (consumer, seq) DO UPDATE SET error = excluded.error, failed_at = clock_timestamp()
        """.replace("{unpacked}", EventRows.UNPACKED);

    private final Database database;

    DeadLetters(Database database) {
        this.database = database;
    }

    /** Stores a dead letter. Storing it again is harmless. */
    void add(String consumer, Event event, Position position, String error) {
        database.execute(ADD, consumer, position.toString(), error, event.seq(), event.seq());
    }
}
