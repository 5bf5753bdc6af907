package dev.dbops.events;

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
    /** Bytes of a batch as the table has them, which may be compressed; beyond them no event is added. */
    private static final int MOST_BYTES = 8 << 20;

    /**
     * Each event of the page with the bytes before it. The sizes are those of the table: nothing is read or unpacked
     * for them.
     */
    private static final String SELECT = """
        WITH page AS MATERIALIZED (
            SELECT seq, xid, ts, schema_name, table_name, op, key, before, after, origin
              FROM dbops.event_log
             WHERE {window}{filter}
             ORDER BY {order}
             LIMIT {limit}
        ), measured AS MATERIALIZED (
            SELECT page.*, count(*) OVER () AS events,
                   coalesce(sum(coalesce(pg_column_size(before), 0) + coalesce(pg_column_size(after), 0))
                       OVER (ORDER BY seq ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING), 0) AS bytes_before
              FROM page
        )
        SELECT pg_current_snapshot()::text, measured.events, measured.seq, measured.xid::text,
               (extract(epoch FROM measured.ts) * 1000000)::bigint, measured.schema_name, measured.table_name,
               measured.op::text, measured.key::text, measured.before::text, measured.after::text, measured.origin
          FROM (VALUES (true)) AS always(row)
          LEFT JOIN measured ON bytes_before < {bytes}
         ORDER BY measured.seq
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
     * compiling them would take.
     */
    private static final String SETTINGS =
            "SET enable_sort = off; SET enable_seqscan = off; SET jit = off;" + " SET extra_float_digits = 1";

    private final Database database;
    private final EventFilter filter;
    private final int limit;

    /**
     * @param database a connection of its own: the planner is bound to the log's indexes
     * @param limit the most events of a batch
     */
    public EventReader(Database database, EventFilter filter, int limit) {
        this.database = database;
        this.filter = filter;
        this.limit = limit;
        database.execute(SETTINGS);
    }

    /**
     * The next events behind the position. Without any, the position moves on nevertheless.
     *
     * @throws dev.dbops.OpsException when the log cannot be read
     */
    public Batch next(Position position) {
        if (!position.isBetweenWindows()) {
            return inside(position);
        }
        var beginning = position.equals(Position.beginning(position.log()));
        List<Object> parameters = new ArrayList<>(List.of(position.from(), position.from()));
        return read(position, NOT_SHOWN, beginning ? BY_INDEX : BY_SORTING, limit, parameters);
    }

    private Batch inside(Position position) {
        List<Object> parameters =
                new ArrayList<>(List.of(position.seq(), position.from(), position.from(), position.to()));
        return read(position, "seq > ? AND " + NOT_SHOWN + SHOWN, BY_INDEX, limit, parameters);
    }

    /**
     * All events between two positions, however many, when the one is the other's next but for a batch: what a target
     * has taken in part.
     */
    public Batch between(Position position, Position end) {
        var to = end.isBetweenWindows() ? end.from() : end.to();
        List<Object> parameters = new ArrayList<>(List.of(position.seq(), position.from(), position.from(), to));
        var window = "seq > ? AND " + NOT_SHOWN + SHOWN;
        if (!end.isBetweenWindows()) {
            window += " AND seq <= ?";
            parameters.add(end.seq());
        }
        var batch = read(
                new Position(position.log(), position.from(), to, position.seq()), window, BY_INDEX, 0, parameters);
        return new Batch(batch.events(), batch.window(), end);
    }

    private Batch read(Position position, String window, String order, int most, List<Object> parameters) {
        var sql = SELECT.replace("{window}", window)
                .replace("{filter}", FilterSql.and(filter, parameters))
                .replace("{order}", order)
                .replace("{limit}", most == 0 ? "ALL" : Integer.toString(most))
                .replace("{bytes}", most == 0 ? "'Infinity'" : Integer.toString(MOST_BYTES));
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
        var onPage = 0;
        while (row.next()) {
            if (snapshot.isEmpty()) {
                snapshot = row.getString(1);
            }
            onPage = row.getInt(2);
            if (onPage > 0) {
                events.add(event(row));
            }
        }
        var window = new Position(position.log(), position.from(), snapshot, position.seq());
        var complete = onPage == events.size() && (most == 0 || onPage < most);
        var end = complete
                ? Position.after(position.log(), snapshot)
                : window.at(events.getLast().seq());
        return new Batch(events, window, end);
    }

    private static Event event(ResultSet row) throws SQLException {
        return new Event(
                row.getLong(3),
                row.getString(4),
                row.getLong(5),
                row.getString(6),
                row.getString(7),
                Operation.of(row.getString(8).charAt(0)),
                orEmpty(row.getString(9)),
                orEmpty(row.getString(10)),
                orEmpty(row.getString(11)),
                orEmpty(row.getString(12)));
    }

    private static String orEmpty(String text) {
        return text == null ? "" : text;
    }
}
