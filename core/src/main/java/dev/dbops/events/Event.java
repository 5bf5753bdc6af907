package dev.dbops.events;

import dev.dbops.postgres.TableName;
import java.time.Instant;

/**
 * A change of a row, or a TRUNCATE of a table, as logged.
 *
 * <p>The JSON is the server's text of a jsonb, or empty.
 *
 * @param seq its number in the log: a later change of the same row has a greater number
 * @param xid the transaction's id, unique during the life of the server
 * @param micros when it was logged, in microseconds since 1970-01-01 UTC
 * @param schema the schema of its table
 * @param table the table's name
 * @param operation the operation
 * @param key the columns of the table's key, as a JSON object
 * @param before the row before an update or delete, if the triggers keep it
 * @param after the row after an insert or update
 * @param origin the value of {@code dbops.origin} in the session that made the change
 */
public record Event(
        long seq,
        String xid,
        long micros,
        String schema,
        String table,
        Operation operation,
        String key,
        String before,
        String after,
        String origin) {

    /** The time when it was logged. */
    public Instant time() {
        return Instant.ofEpochSecond(micros / 1_000_000, micros % 1_000_000 * 1_000);
    }

    /** Its table. */
    public TableName tableName() {
        return new TableName(schema, table);
    }

    /** Returns the same event with another table name. */
    public Event of(String otherSchema, String otherTable) {
        return new Event(seq, xid, micros, otherSchema, otherTable, operation, key, before, after, origin);
    }

    /** The approximate size in bytes. */
    public int size() {
        return 100 + key.length() + before.length() + after.length();
    }
}
