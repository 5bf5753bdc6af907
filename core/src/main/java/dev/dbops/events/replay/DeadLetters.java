package dev.dbops.events.replay;

import dev.dbops.events.Event;
import dev.dbops.events.EventRows;
import dev.dbops.events.Position;
import dev.dbops.postgres.Database;

/** The events that a sink did not take and that were put aside, in the source. */
final class DeadLetters {
    /** Taken from the log itself: what is put aside is what was there. The row that has an event has no lower seq. */
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

    /** Puts an event aside; again is no harm. */
    void add(String consumer, Event event, Position position, String error) {
        database.execute(ADD, consumer, position.toString(), error, event.seq(), event.seq());
    }
}
