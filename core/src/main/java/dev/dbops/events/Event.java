package dev.dbops.events;

import dev.dbops.seed.TableName;
import java.time.Instant;

/**
 * A change of a row, or a TRUNCATE of a table, as the log has it.
 *
 * <p>The JSON is the server's text of a jsonb, and empty where there is none.
 *
 * @param seq its number in the log: of two changes of one row the later has the greater
 * @param xid the transaction's id, unique in the life of the server
 * @param micros when it was logged, in microseconds since 1970-01-01 UTC
 * @param schema the schema of its table
 * @param table the table's name
 * @param operation what was done
 * @param key the columns of the table's key, as a JSON object
 * @param before the row before an update or delete, if the triggers keep that
 * @param after the row after an insert or update
 * @param origin what the session that made the change says of itself in {@code dbops.origin}
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

    /** When it was logged. */
    public Instant time() {
        return Instant.ofEpochSecond(micros / 1_000_000, micros % 1_000_000 * 1_000);
    }

    /** Its table. */
    public TableName tableName() {
        return new TableName(schema, table);
    }

    /** The same event of a table with another name. */
    public Event of(String otherSchema, String otherTable) {
        return new Event(seq, xid, micros, otherSchema, otherTable, operation, key, before, after, origin);
    }

    /** About how many bytes it holds. */
    public int size() {
        return 100 + key.length() + before.length() + after.length();
    }
}
