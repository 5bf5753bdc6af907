package dev.dbops.events;

import dev.dbops.OpsException;
import dev.dbops.OpsException.Kind;
import dev.dbops.postgres.Database;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads a log on from a position, a batch at a time, without losing what commits late and without breaking the order of
 * a row's changes.
 *
 * <p>A window is what one snapshot shows and the one before did not; inside it, the order is that of seq. The snapshot
 * that ends a window is the one with which its first batch is read, so that a follower asks once for each look.
 */
public final class EventReader {
    /** Bytes of a batch; behind the event that reaches them no other is added. */
    private static final int MOST_BYTES = 8 << 20;

    /**
     * The events of the page up to so many bytes, measured twice: as the table has them, for which nothing is read or
     * unpacked, and as text of those that remain, since a row of repetitions may be a hundred times as long. OFFSET 0
     * keeps the text from being made twice. Of packs, no more are unpacked than are needed.
     */
    private static final String SELECT = """
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
        SELECT pg_current_snapshot()::text,
               greatest(stored_bytes, text_bytes) >= {bytes} OR stored_events >= {limit}, seq, xid, micros, schema_name,
               table_name, op, key, before, after, origin
          FROM (VALUES (true)) AS always(row)
          LEFT JOIN measured ON text_bytes - size < {bytes} AND place <= {limit}
         ORDER BY seq
        """.replace("{stored}", EventRows.STORED)
            .replace("{columns}", EventRows.COLUMNS)
            .replace("{unpacked}", EventRows.UNPACKED);

    /** Transactions that the first snapshot does not show: those that had not begun, and those that had not ended. */
    static final String NOT_SHOWN = "(xid >= pg_snapshot_xmax(?::pg_snapshot)"
            + " OR xid = ANY (ARRAY(SELECT pg_snapshot_xip(?::pg_snapshot))))";

    private static final String SHOWN = " AND pg_visible_in_snapshot(xid, ?::pg_snapshot)";

    /** The seq is read in its order where most of the log is wanted; else the few rows that are new are sorted. */
    private static final String BY_INDEX = "seq";

    private static final String BY_SORTING = "seq + 0";

    /**
     * The plans are known here, and statistics of a table that has just grown are wrong. Statements are as short as
     * compiling them would take. Says whether the server is a standby.
     */
    private static final String SETTINGS = """
        SELECT pg_is_in_recovery(), set_config('enable_sort', 'off', false), set_config('enable_seqscan', 'off', false),
               set_config('jit', 'off', false), set_config('extra_float_digits', '1', false)
        """;

    private static final String FIRST_SEQ = "seq - " + EventRows.COUNT + " + 1";

    private static final int ALL = Integer.MAX_VALUE;

    /** How many events are asked for first, until it is known how large they are. */
    private static final int FIRST_PAGE = 100;

    private final Database database;
    private final EventFilter filter;
    private final int limit;
    private int page;

    /**
     * @param database a connection of its own: the planner is bound to the log's indexes
     * @param limit the most events of a batch
     * @throws OpsException of kind REFUSED when the server is a standby: its snapshots do not say which transactions are
     *     open (PostgreSQL's GetSnapshotData), and what these commit would be lost
     */
    public EventReader(Database database, EventFilter filter, int limit) {
        this.database = database;
        this.filter = filter;
        this.limit = limit;
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
     * The next events behind the position. Without any, the position moves on nevertheless.
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

    /** Of a pack, those behind the position count. */
    private Batch inside(Position position) {
        var sql = SELECT.replace("{unread}", "least(" + EventRows.COUNT + ", seq - ?)")
                .replace("{window}", "seq > ? AND " + NOT_SHOWN + SHOWN)
                .replace("{order}", BY_INDEX)
                .replace("{inside}", " AND e.seq > ?");
        var seq = position.seq();
        return page(position, sql, List.of(seq, seq, position.from(), position.from(), position.to()), List.of(seq));
    }

    /** What is too much for a batch is measured in vain: the next page is not much larger than this batch. */
    private Batch page(Position position, String sql, List<Object> parameters, List<Object> inside) {
        var batch = read(position, sql, page, parameters, inside);
        if (!batch.endsWindow()) {
            page = Math.min(limit, 2 * batch.events().size());
        }
        return batch;
    }

    /**
     * All events between two positions, however many, when the one is the other's next but for a batch: what a target
     * has taken in part.
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
        var batch = read(window, sql, ALL, parameters, inside);
        return new Batch(batch.events(), batch.window(), end);
    }

    private static String between(Position position, String last, Position end, String first, List<Object> parameters) {
        return UnreadEvents.condition(position, last, parameters) + " AND NOT ("
                + UnreadEvents.condition(end, first, parameters) + ")";
    }

    private Batch read(Position position, String unfiltered, int most, List<Object> parameters, List<Object> inside) {
        List<Object> all = new ArrayList<>(parameters);
        var sql = unfiltered
                .replace("{filter}", FilterSql.and(filter, all))
                .replace("{limit}", Integer.toString(most))
                .replace("{bytes}", Long.toString(most == ALL ? Long.MAX_VALUE : MOST_BYTES));
        all.addAll(inside);
        return database.read(sql, row -> batch(row, position), all.toArray());
    }

    private static Batch batch(ResultSet row, Position position) throws SQLException {
        var events = new ArrayList<Event>();
        var snapshot = position.to();
        var full = false;
        while (row.next()) {
            if (snapshot.isEmpty()) {
                snapshot = row.getString(1);
            }
            row.getLong(3);
            if (!row.wasNull()) {
                full = row.getBoolean(2);
                events.add(EventRows.read(row, 3));
            }
        }
        var window = new Position(position.log(), position.from(), snapshot, position.seq());
        var end = full ? window.at(events.getLast().seq()) : Position.after(position.log(), snapshot);
        return new Batch(events, window, end);
    }
}
