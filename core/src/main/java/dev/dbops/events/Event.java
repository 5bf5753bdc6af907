package dev.dbops.events;

import dev.dbops.postgres.TableName;
import dev.dbops.text.Utf8Text;
import java.time.Instant;

/**
 * A change of a row, a TRUNCATE of a table, or a change of its definition, as logged; or a row that was read from its
 * table.
 *
 * <p>The JSON is the server's text of a jsonb, or empty. Text is decoded by {@link Utf8Text}.
 *
 * @param seq its number in the log: a later change of the same row has a greater number
 * @param xid the transaction's id, unique during the life of the server; 0 for a row that a snapshot of a consumer read
 * @param micros when it was logged, in microseconds since 1970-01-01 UTC
 * @param schema the schema of its table
 * @param table the table's name
 * @param operation the operation
 * @param key the columns of the table's key, as a JSON object
 * @param before the row before an update or delete, if the triggers keep it
 * @param after the row after an insert or update; of a change of the definition, what {@code ddl.SchemaChange} reads
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
    /** The transaction of what no transaction has logged. */
    public static final String NO_TRANSACTION = "0";

    /** The time when it was logged. */
    public Instant time() {
        return Instant.ofEpochSecond(micros / 1_000_000, micros % 1_000_000 * 1_000);
    }

    /** Its table. */
    public TableName tableName() {
        return new TableName(schema, table);
    }

    /** Returns whether both are of one table. */
    public boolean isOfTableOf(Event other) {
        return table.equals(other.table) && schema.equals(other.schema);
    }

    /** Returns the same event with another table name. */
    public Event of(String otherSchema, String otherTable) {
        return new Event(seq, xid, micros, otherSchema, otherTable, operation, key, before, after, origin);
    }

    /** Returns whether it is not a change, but a row that was there before its changes were captured. */
    public boolean isRead() {
        return operation == Operation.READ;
    }

    /** Returns whether it is a row that a snapshot of a consumer read, and that the log does not have. */
    public boolean isOfSnapshot() {
        return isRead() && xid.equals(NO_TRANSACTION);
    }

    /** Returns whether it is a change of its table's definition. */
    public boolean isSchemaChange() {
        return operation == Operation.SCHEMA;
    }

    /** Returns whether it deletes the old key of a row whose key was changed; the new key's event follows at once. */
    public boolean isOldKey() {
        return operation == Operation.DELETE && ChangedKey.isOldNumber(seq);
    }

    /** Returns whether it creates the new key of a row whose old key the other event deletes. */
    public boolean isNewKeyOf(Event other) {
        return operation == Operation.INSERT && other.isOldKey() && seq == other.seq + 1;
    }

    /** Returns whether its texts are UTF-8. Values of a database whose encoding is SQL_ASCII may not be. */
    public boolean isUtf8() {
        return !(Utf8Text.hasEscapes(schema)
                || Utf8Text.hasEscapes(table)
                || Utf8Text.hasEscapes(key)
                || Utf8Text.hasEscapes(before)
                || Utf8Text.hasEscapes(after)
                || Utf8Text.hasEscapes(origin));
    }

    /** Returns the event with U+FFFD for each byte that is not UTF-8, to be shown. */
    public Event replaced() {
        return new Event(
                seq,
                xid,
                micros,
                Utf8Text.replaced(schema),
                Utf8Text.replaced(table),
                operation,
                Utf8Text.replaced(key),
                Utf8Text.replaced(before),
                Utf8Text.replaced(after),
                Utf8Text.replaced(origin));
    }

    /** The approximate size in bytes. */
    public int size() {
        return 100 + key.length() + before.length() + after.length();
    }
}
