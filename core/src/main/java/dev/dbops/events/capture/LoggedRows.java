package dev.dbops.events.capture;

import dev.dbops.events.Operation;
import dev.dbops.postgres.Database;
import dev.dbops.postgres.SqlErrors;
import java.sql.SQLException;

/**
 * Writes the rows that a table has into the log, as read events. The transaction that creates the triggers does so while it
 * holds the lock of the table: the rows are those before the first change that the triggers capture.
 */
final class LoggedRows {
    /**
     * Packs have the size of those of a large statement (capture-fragments.sql): an image counts with its size and a
     * thousand, up to 500,000 together. Both arrays of a pack have the rows in the same order.
     */
    private static final String WRITE = """
        WITH logged AS (
            INSERT INTO dbops.event_log (schema_name, table_name, op, origin, packed, packed_bytes, keys, afters)
            SELECT %s, %s, '%s', nullif(current_setting('dbops.origin', true), ''),
                   count(*), sum(bytes), CASE WHEN count(key) > 0 THEN array_agg(key) END, array_agg(image)
              FROM (SELECT key, image, bytes, (sum(1000 + bytes) OVER (ROWS UNBOUNDED PRECEDING)) / 500000 AS pack
                      FROM (SELECT key, image, pg_column_size(image) AS bytes
                              FROM (SELECT %s AS key, %s AS image
                                      FROM %s
                                    OFFSET 0) AS computed) AS measured) AS numbered
             GROUP BY pack
             ORDER BY pack
            RETURNING packed
        )
        SELECT coalesce(sum(packed), 0) FROM logged
        """;

    private LoggedRows() {}

    /**
     * Gives the transaction the settings with which values have the same text as in the capture functions. The session
     * keeps them.
     */
    static void prepare(Database database) {
        database.executeAsIs(CapturedRows.SETTINGS);
    }

    /**
     * Writes the rows of a table whose triggers were just created.
     *
     * @return the number of rows
     * @throws dev.dbops.OpsException of kind SQL, also when row-level security hides rows
     */
    static long write(Database database, TriggerPlan plan) {
        var rows = CapturedRows.of(database, plan);
        var sql = WRITE.formatted(
                CapturedValues.literal(rows.schema()),
                CapturedValues.literal(rows.name()),
                Operation.READ.letter(),
                rows.key(),
                rows.image(),
                rows.from(""));
        // not prepared: a question mark in the condition is an operator
        try (var statement = database.connection().createStatement()) {
            statement.setEscapeProcessing(false);
            try (var written = statement.executeQuery(sql)) {
                written.next();
                return written.getLong(1);
            }
        } catch (SQLException e) {
            throw SqlErrors.translate(e);
        }
    }
}
