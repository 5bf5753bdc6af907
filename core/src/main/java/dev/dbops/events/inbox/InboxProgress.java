package dev.dbops.events.inbox;

import dev.dbops.events.log.Received;
import dev.dbops.postgres.Database;
import dev.dbops.postgres.OwnSchema;
import java.time.Duration;
import java.util.Optional;

/** Reads from a target of functions how far they have received a log. */
public final class InboxProgress {
    private static final String LAST = """
        SELECT greatest(max(r.seq), max(t.truncated)),
               coalesce(extract(epoch FROM clock_timestamp() - max(r.received_at)), 0)::float8
          FROM dbops.received_table AS t
          LEFT JOIN dbops.received AS r ON r.table_id = t.id
         WHERE t.log_id = ?
        HAVING count(*) > 0
        """;

    private static final double MILLIS = 1000;

    private InboxProgress() {}

    /**
     * Returns the progress; empty if the target has received no event of the log. Reads the whole inbox.
     *
     * @param log the id of the log
     */
    public static Optional<Received> read(Database target, String log) {
        if (!OwnSchema.has(target, "received", "received_table")) {
            return Optional.empty();
        }
        return target
                .query(
                        LAST,
                        row -> new Received(row.getLong(1), Duration.ofMillis((long) (row.getDouble(2) * MILLIS))),
                        log)
                .stream()
                .findFirst();
    }
}
