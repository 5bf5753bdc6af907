package dev.dbops.events;

import dev.dbops.text.Utf8Text;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;

/**
 * Reads the rows of the log's table as events. A row is one event or a pack of events (event-log.sql). The seq of the
 * row is that of its last event; each earlier event has one less than the next.
 */
public final class EventRows {
    /** The number of events in a row of the log. */
    public static final String COUNT = "coalesce(packed, 1)";

    /** The columns of the log's table. */
    static final String STORED = "seq, xid, ts, schema_name, table_name, op, key, before, after, origin, packed,"
            + " packed_bytes, key_columns, keys, befores, afters, created";

    /**
     * Follows a row {@code l} of the log and expands it to rows {@code e} of seq, key, before and after. OFFSET 0 keeps
     * values from being computed twice.
     */
    public static final String UNPACKED = """
         CROSS JOIN LATERAL (
               SELECT l.seq, l.key, l.before, l.after
                WHERE l.packed IS NULL
                UNION ALL
               SELECT l.seq - l.packed + p.place, p.key, p.before, coalesce(p.after, p.created::jsonb)
                 FROM unnest(l.keys, l.befores, l.afters, l.created) WITH ORDINALITY AS p (key, before, after, created, place)
                WHERE l.packed IS NOT NULL
               OFFSET 0
               ) AS p (seq, key, before, after)
         CROSS JOIN LATERAL (
               SELECT p.seq,
                      CASE WHEN p.key IS NOT NULL THEN p.key
                           WHEN cardinality(l.key_columns) = 1
                           THEN jsonb_build_object(l.key_columns[1], coalesce(p.after, p.before) -> l.key_columns[1])
                           ELSE (SELECT jsonb_object_agg(k, coalesce(p.after, p.before) -> k) FROM unnest(l.key_columns) AS k)
                      END,
                      p.before, p.after
               ) AS e (seq, key, before, after)
        """;

    /** The columns of an event of {@link #UNPACKED}, for {@link #read}. */
    private static final String COLUMNS = """
        e.seq, l.xid::text AS xid, (extract(epoch FROM l.ts) * 1000000)::bigint AS micros,
        {l.schema_name} AS schema_name, {l.table_name} AS table_name, l.op::text AS op,
        {e.key::text} AS key, {e.before::text} AS before, {e.after::text} AS after, {l.origin} AS origin
        """;

    private EventRows() {}

    /**
     * Returns the columns of an event of {@link #UNPACKED}, for {@link #read}. Text of a database that accepts any bytes
     * is read as bytes, since the server refuses to send it as UTF-8.
     *
     * @param ensuresUtf8 {@link EventLog#ensuresUtf8}
     */
    public static String columns(boolean ensuresUtf8) {
        return names(COLUMNS, ensuresUtf8);
    }

    /** Returns a select list whose columns in braces can be read by {@link #text}. */
    static String names(String sql, boolean ensuresUtf8) {
        return sql.replaceAll("[{](.*?)[}]", ensuresUtf8 ? "$1" : "convert_to($1, 'SQL_ASCII')");
    }

    /**
     * Reads the row's event.
     *
     * @param first the index of its first column
     */
    public static Event read(ResultSet row, int first) throws SQLException {
        return new Reading().read(row, first);
    }

    /**
     * Reads rows of one result as {@link #read} does. What consecutive events often share is decoded once: the
     * transaction, the table and the origin.
     */
    static final class Reading {
        private final RepeatedText xid = new RepeatedText();
        private final RepeatedText schema = new RepeatedText();
        private final RepeatedText table = new RepeatedText();
        private final RepeatedText origin = new RepeatedText();

        Event read(ResultSet row, int first) throws SQLException {
            return new Event(
                    row.getLong(first),
                    xid.of(row, first + 1),
                    row.getLong(first + 2),
                    schema.of(row, first + 3),
                    table.of(row, first + 4),
                    Operation.of((char) row.getBytes(first + 5)[0]),
                    text(row, first + 6),
                    text(row, first + 7),
                    text(row, first + 8),
                    origin.of(row, first + 9));
        }
    }

    /** Text of a column that often repeats from row to row. */
    private static final class RepeatedText {
        private byte[] bytes;
        private String text = "";

        String of(ResultSet row, int column) throws SQLException {
            var next = row.getBytes(column);
            if (!Arrays.equals(next, bytes)) {
                bytes = next;
                text = next == null ? "" : Utf8Text.decode(next);
            }
            return text;
        }
    }

    /** The text, or empty for null. */
    static String text(ResultSet row, int column) throws SQLException {
        var bytes = row.getBytes(column);
        return bytes == null ? "" : Utf8Text.decode(bytes);
    }
}
