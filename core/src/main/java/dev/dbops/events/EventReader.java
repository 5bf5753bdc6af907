package dev.dbops.events;

import dev.dbops.OpsException;
import dev.dbops.OpsException.Kind;
import dev.dbops.postgres.Database;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads a log from a position, one batch at a time. It does not lose transactions that commit late, and it keeps the
 * order of a row's changes.
 *
 * <p>A window is the set of events that one snapshot shows and the snapshot before did not. Events in a window are
 * ordered by seq. The first batch of a window is read with the snapshot that ends it, so a follower needs one query for
 * each read.
 */
public final class EventReader {
    /** The size of a batch in bytes. No event is added after the one that reaches it. */
    private static final int MOST_BYTES = 8 << 20;

    /**
     * The events of the page up to a number of bytes. The size is measured twice: first as stored, without reading or
     * unpacking values, then as text for the remaining events, since a repetitive row may be a hundred times as long as
     * text. OFFSET 0 keeps the text from being computed twice. Only as many packs are unpacked as needed. The snapshot
     * and the sums of int are written so that the server computes nothing as numeric, or again for each row.
     */
    private static final String SELECT =
            """
            WITH page AS (
                SELECT {stored}, {unread} AS events,
                       coalesce(packed_bytes, coalesce(pg_column_size(before), 0) + coalesce(pg_column_size(after), 0)) AS size
                  FROM dbops.event_log
                 WHERE {window}{filter}
                 ORDER BY {order}
                 LIMIT {limit}
            ), stored AS (
                SELECT page.*, sum(size) OVER running AS stored_bytes, sum(events) OVER running AS stored_events
                  FROM page
                WINDOW running AS (ORDER BY seq ROWS UNBOUNDED PRECEDING)
            ), written AS (
                SELECT {columns}, stored_bytes, stored_events
                  FROM stored AS l
                {unpacked}
                 WHERE stored_bytes - size < {bytes} AND stored_events - events < {limit}{inside}
                OFFSET 0
            ), measured AS (
                SELECT written.*, coalesce(octet_length(before), 0) + coalesce(octet_length(after), 0) AS size,
                       row_number() OVER running AS place,
                       sum(coalesce(octet_length(before), 0) + coalesce(octet_length(after), 0)) OVER running AS text_bytes
                  FROM written
                WINDOW running AS (ORDER BY seq ROWS UNBOUNDED PRECEDING)
            )
            SELECT (SELECT pg_current_snapshot()::text),
                   greatest(stored_bytes, text_bytes) >= {bytes} OR stored_events >= {limit}, seq, xid, micros, schema_name,
                   table_name, op, key, before, after, origin
              FROM (VALUES (true)) AS always(row)
              LEFT JOIN measured ON text_bytes - size < {bytes} AND place <= {limit}
             ORDER BY seq
            """.replace("{stored}", EventRows.STORED).replace("{unpacked}", EventRows.UNPACKED);

    /** Transactions that the first snapshot does not show: not yet begun, or not yet ended. */
    static final String NOT_SHOWN = "(xid >= pg_snapshot_xmax(?::pg_snapshot)"
            + " OR xid = ANY (ARRAY(SELECT pg_snapshot_xip(?::pg_snapshot))))";

    private static final String SHOWN = " AND pg_visible_in_snapshot(xid, ?::pg_snapshot)";

    /** Reads in seq order when most of the log is needed; otherwise sorts the few new rows. */
    private static final String BY_INDEX = "seq";

    private static final String BY_SORTING = "seq + 0";

    /**
     * Fixes the plans, since statistics of a table that has just grown are wrong. Turns off JIT, since compiling would
     * take as long as the statements run. Returns whether the server is a standby.
     */
    private static final String SETTINGS = """
        SELECT pg_is_in_recovery(), set_config('enable_sort', 'off', false), set_config('enable_seqscan', 'off', false),
               set_config('jit', 'off', false), set_config('extra_float_digits', '1', false)
        """;

    private static final String FIRST_SEQ = "seq - " + EventRows.COUNT + " + 1";

    private static final int ALL = Integer.MAX_VALUE;

    /** The number of events to request first, until their size is known. */
    private static final int FIRST_PAGE = 100;

    private final Database database;
    private final EventFilter filter;
    private final int limit;
    private final String columns;
    private int page;

    /**
     * @param database a dedicated connection: its planner settings force the log's indexes
     * @param limit the maximum number of events in a batch; the two events of a changed key are never separated
     * @throws OpsException of kind REFUSED when the server is a standby: its snapshots do not say which transactions
     *     are open (PostgreSQL's GetSnapshotData), and their events would be lost
     */
    public EventReader(Database database, EventFilter filter, int limit) {
        this.database = database;
        this.filter = filter;
        this.limit = limit;
        this.columns = EventRows.columns(EventLog.ensuresUtf8(database));
        this.page = Math.min(limit, FIRST_PAGE);
        if (database.query(SETTINGS, row -> row.getBoolean(1)).getFirst()) {
            throw new OpsException(
                    Kind.REFUSED,
                    "the server is a standby, whose snapshots do not show what is open on the primary",
                    "follow the log on the primary: with several hosts in the URL, add"
                            + " target_session_attrs=read-write");
        }
    }

    /**
     * Returns the next events after the position. The position advances even when there are none.
     *
     * @throws OpsException when the log cannot be read
     */
    public Batch next(Position position) {
        if (!position.isBetweenWindows()) {
            return inside(position);
        }
        var beginning = position.equals(Position.beginning(position.log()));
        var sql = SELECT.replace("{unread}", EventRows.COUNT)
                .replace("{window}", NOT_SHOWN)
                .replace("{order}", beginning ? BY_INDEX : BY_SORTING)
                .replace("{inside}", "");
        return page(position, sql, List.of(position.from(), position.from()), List.of());
    }

    /** Only the events of a pack after the position count. */
    private Batch inside(Position position) {
        var sql = SELECT.replace("{unread}", "least(" + EventRows.COUNT + ", seq - ?)::int")
                .replace("{window}", "seq > ? AND " + NOT_SHOWN + SHOWN)
                .replace("{order}", BY_INDEX)
                .replace("{inside}", " AND e.seq > ?");
        var seq = position.seq();
        return page(position, sql, List.of(seq, seq, position.from(), position.from(), position.to()), List.of(seq));
    }

    /** Measuring events that do not fit the batch is wasted, so the next page is not much larger than this batch. */
    private Batch page(Position position, String sql, List<Object> parameters, List<Object> inside) {
        var batch = read(position, sql, page, MOST_BYTES, parameters, inside);
        if (!batch.endsWindow() && batch.events().getLast().isOldKey()) {
            batch = read(position, sql, 2, Long.MAX_VALUE, parameters, inside);
        }
        if (!batch.endsWindow()) {
            page = Math.min(limit, 2 * batch.events().size());
        }
        return batch;
    }

    /**
     * Returns all events between two positions, however many. The positions are at most so far apart as the events that a
     * sink has stored in part.
     */
    public Batch between(Position position, Position end) {
        List<Object> parameters = new ArrayList<>();
        List<Object> inside = new ArrayList<>();
        var sql = SELECT.replace("{unread}", EventRows.COUNT)
                .replace("{window}", between(position, "seq", end, FIRST_SEQ, parameters))
                .replace("{order}", BY_SORTING)
                .replace("{inside}", " AND " + between(position, "e.seq", end, "e.seq", inside));
        var to = end.isBetweenWindows() ? end.from() : end.to();
        var window = new Position(position.log(), position.from(), to, position.seq());
        var batch = read(window, sql, ALL, Long.MAX_VALUE, parameters, inside);
        return new Batch(batch.events(), batch.window(), end);
    }

    private static String between(Position position, String last, Position end, String first, List<Object> parameters) {
        return UnreadEvents.condition(position, last, parameters) + " AND NOT ("
                + UnreadEvents.condition(end, first, parameters) + ")";
    }

    private Batch read(
            Position position, String unfiltered, int most, long bytes, List<Object> parameters, List<Object> inside) {
        List<Object> all = new ArrayList<>(parameters);
        var sql = unfiltered
                .replace("{filter}", FilterSql.and(filter, all))
                .replace("{limit}", Integer.toString(most))
                .replace("{columns}", columns)
                .replace("{bytes}", Long.toString(bytes));
        all.addAll(inside);
        return database.read(sql, row -> batch(row, position), all.toArray());
    }

    private static Batch batch(ResultSet row, Position position) throws SQLException {
        var events = new ArrayList<Event>();
        var reading = new EventRows.Reading();
        var snapshot = position.to();
        var full = false;
        while (row.next()) {
            if (snapshot.isEmpty()) {
                snapshot = row.getString(1);
            }
            row.getLong(3);
            if (!row.wasNull()) {
                full = row.getBoolean(2);
                events.add(reading.read(row, 3));
            }
        }
        // a changed key is delivered as a whole; if its old key is the only event, it is read again
        if (full && events.size() > 1 && events.getLast().isOldKey()) {
            events.removeLast();
        }
        var window = new Position(position.log(), position.from(), snapshot, position.seq());
        var end = full ? window.at(events.getLast().seq()) : Position.after(position.log(), snapshot);
        return new Batch(events, window, end);
    }
}
