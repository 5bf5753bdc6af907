package dev.dbops.events.log;

import dev.dbops.events.Consumer;
import dev.dbops.events.SnapshotProgress;
import dev.dbops.postgres.Database;
import dev.dbops.postgres.OwnSchema;

/** Reads how far the snapshots of consumers are. */
final class SnapshotStatus {
    private static final String PROGRESS = """
        WITH part AS (
            SELECT p.place, bool_or(p.last_key IS NULL) AS ended, sum(p.row_count) AS rows
              FROM dbops.snapshot_part AS p
             WHERE p.consumer = ? AND p.number <= ?
               AND NOT EXISTS (
                   SELECT
                     FROM dbops.snapshot_part AS again
                    WHERE again.consumer = p.consumer AND again.place = p.place AND again.last_key = '{}'
                      AND again.number >= p.number AND again.number <= ?)
             GROUP BY p.place
        )
        SELECT t.place, count(*) OVER (), t.schema_name || '.' || t.table_name, sum(part.rows) OVER ()::bigint,
               sum(t.estimated_rows) OVER ()::bigint, coalesce(part.ended, false)
          FROM dbops.snapshot_table AS t
          LEFT JOIN part USING (place)
         WHERE t.consumer = ?
         ORDER BY coalesce(part.ended, false), t.place
         LIMIT 1
        """;

    private SnapshotStatus() {}

    /** Returns the progress of a consumer's snapshot, in words; empty without one. */
    static String of(Database database, Consumer consumer) {
        if (!OwnSchema.has(database, "snapshot_part")) {
            return "";
        }
        var delivered = consumer.position().read();
        return database
                .query(
                        PROGRESS,
                        row -> new SnapshotProgress(
                                        row.getInt(1),
                                        row.getInt(2),
                                        row.getBoolean(6) ? "" : row.getString(3),
                                        row.getLong(4),
                                        row.getLong(5))
                                .toString(),
                        consumer.name(),
                        delivered,
                        delivered,
                        consumer.name())
                .stream()
                .findFirst()
                .orElse("");
    }
}
