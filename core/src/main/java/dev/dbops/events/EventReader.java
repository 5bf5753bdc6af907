package dev.dbops.events;

import dev.dbops.OpsException;
import dev.dbops.OpsException.Kind;
import dev.dbops.postgres.Database;
import dev.dbops.postgres.SqlErrors;
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
     * keeps the text from being made twice.
     */
    private static final String SELECT = """
        WITH page AS (
            SELECT seq, xid, ts, schema_name, table_name, op, key, before, after, origin,
                   coalesce(pg_column_size(before), 0) + coalesce(pg_column_size(after), 0) AS size
              FROM dbops.event_log
             WHERE {window}{filter}
             ORDER BY {order}
             LIMIT {limit}
        ), stored AS (
            SELECT page.*, sum(size) OVER (ORDER BY seq ROWS UNBOUNDED PRECEDING) AS stored_bytes
              FROM page
        ), written AS (
            SELECT seq, xid::text AS xid, (extract(epoch FROM ts) * 1000000)::bigint AS micros, schema_name, table_name,
                   op::text AS op, key::text AS key, before::text AS before, after::text AS after, origin, stored_bytes
              FROM stored
             WHERE stored_bytes - size < {bytes}
            OFFSET 0
        ), measured AS (
            SELECT written.*, coalesce(octet_length(before), 0) + coalesce(octet_length(after), 0) AS size,
                   sum(coalesce(octet_length(before), 0) + coalesce(octet_length(after), 0))
                       OVER (ORDER BY seq ROWS UNBOUNDED PRECEDING) AS text_bytes
              FROM written
        )
        SELECT pg_current_snapshot()::text, greatest(stored_bytes, text_bytes) >= {bytes}, seq, xid, micros, schema_name,
               table_name, op, key, before, after, origin
          FROM (VALUES (true)) AS always(row)
          LEFT JOIN measured ON text_bytes - size < {bytes}
         ORDER BY seq
        """;

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
        List<Object> parameters = new ArrayList<>(List.of(position.from(), position.from()));
        return page(position, NOT_SHOWN, beginning ? BY_INDEX : BY_SORTING, parameters);
    }

    private Batch inside(Position position) {
        List<Object> parameters =
                new ArrayList<>(List.of(position.seq(), position.from(), position.from(), position.to()));
        return page(position, "seq > ? AND " + NOT_SHOWN + SHOWN, BY_INDEX, parameters);
    }

    /** What is too much for a batch is measured in vain: the next page is not much larger than this batch. */
    private Batch page(Position position, String window, String order, List<Object> parameters) {
        var batch = read(position, window, order, page, parameters);
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
        var window = Unread.condition(position, parameters) + " AND NOT (" + Unread.condition(end, parameters) + ")";
        var to = end.isBetweenWindows() ? end.from() : end.to();
        var batch = read(
                new Position(position.log(), position.from(), to, position.seq()), window, BY_SORTING, ALL, parameters);
        return new Batch(batch.events(), batch.window(), end);
    }

    private Batch read(Position position, String window, String order, int most, List<Object> parameters) {
        var sql = SELECT.replace("{window}", window)
                .replace("{filter}", FilterSql.and(filter, parameters))
                .replace("{order}", order)
                .replace("{limit}", Integer.toString(most))
                .replace("{bytes}", Long.toString(most == ALL ? Long.MAX_VALUE : MOST_BYTES));
        try (var statement = database.connection().prepareStatement(sql)) {
            for (var i = 0; i < parameters.size(); i++) {
                statement.setObject(i + 1, parameters.get(i));
            }
            try (var row = statement.executeQuery()) {
                return batch(row, position, most);
            }
        } catch (SQLException e) {
            throw SqlErrors.translate(e);
        }
    }

    private static Batch batch(ResultSet row, Position position, int most) throws SQLException {
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
        var end = full || events.size() == most
                ? window.at(events.getLast().seq())
                : Position.after(position.log(), snapshot);
        return new Batch(events, window, end);
    }
}
