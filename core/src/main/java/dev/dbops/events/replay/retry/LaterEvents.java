package dev.dbops.events.replay.retry;

import dev.dbops.events.EventLog;
import dev.dbops.events.EventRows;
import dev.dbops.events.Operation;
import dev.dbops.events.Position;
import dev.dbops.events.UnreadEvents;
import dev.dbops.events.replay.DeadLetter;
import dev.dbops.events.replay.retry.RetryOutcome.Result;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The last changes in the log of the rows of dead letters. A dead letter with a later change must not be applied: it
 * would overwrite newer values, or restore a deleted row.
 */
final class LaterEvents {
    /**
     * For each dead letter the last later event of its row, the last one that may concern any row of its table, and the
     * last one of its table. An event may concern any row if it is a TRUNCATE, or if its key has other columns. Rows
     * without a key are only inserted. The keys of a pack have the same columns. The row of a snapshot contains the events
     * that the snapshot shows, whatever their numbers are.
     *
     * <p>OFFSET 0 keeps packs from being unpacked once for each dead letter.
     */
    private static final String LAST = """
        WITH letter AS MATERIALIZED (
            SELECT d.seq, l.schema_name, l.table_name, l.key, ARRAY(SELECT jsonb_object_keys(l.key)) AS columns,
                   CASE WHEN l.xid = '0' THEN split_part(d.position, '/', 2) ELSE '1:1:' END AS shown
              FROM dbops.dead_letter AS d
             CROSS JOIN LATERAL jsonb_populate_record(NULL::dbops.event_log, d.event) AS l
             WHERE d.consumer = ? AND d.seq = ANY (?::bigint[])
        ), stored AS NOT MATERIALIZED (
            SELECT *
              FROM dbops.event_log
             WHERE {seq} > ? AND {window} AND op <> 's'
               AND (schema_name, table_name) IN (SELECT schema_name, table_name FROM letter)
            OFFSET 0
        ), change AS NOT MATERIALIZED (
            SELECT l.schema_name, l.table_name, l.xid, e.seq, e.key
              FROM stored AS l
            {unpacked}
            OFFSET 0
        ), of_row AS (
            SELECT k.schema_name, k.table_name, k.key, k.shown, max(change.seq) AS seq
              FROM (SELECT DISTINCT schema_name, table_name, key, shown FROM letter) AS k
              JOIN change
                ON change.schema_name = k.schema_name AND change.table_name = k.table_name AND change.key = k.key
               AND NOT pg_visible_in_snapshot(change.xid, k.shown::pg_snapshot)
             GROUP BY k.schema_name, k.table_name, k.key, k.shown
        ), of_table AS (
            SELECT k.schema_name, k.table_name, k.columns, k.shown, max(l.seq) AS seq,
                   max(l.seq) FILTER (
                       WHERE CASE WHEN l.op = 't' THEN true
                                  WHEN k.columns = '{}' THEN l.op NOT IN ('c', 'r')
                                  ELSE (jsonb_exists_all(l.key, k.columns) AND l.key - k.columns = '{}') IS NOT TRUE
                             END) AS any_row_seq
              FROM (SELECT DISTINCT schema_name, table_name, columns, shown FROM letter) AS k
              JOIN (SELECT schema_name, table_name, op, xid, seq,
                           coalesce(key, keys[1], jsonb_object(key_columns, key_columns)) AS key
                      FROM stored
                    OFFSET 0) AS l
                ON l.schema_name = k.schema_name AND l.table_name = k.table_name
               AND NOT pg_visible_in_snapshot(l.xid, k.shown::pg_snapshot)
             GROUP BY k.schema_name, k.table_name, k.columns, k.shown
        )
        SELECT letter.seq, coalesce(of_row.seq, 0), coalesce(of_table.any_row_seq, 0), coalesce(of_table.seq, 0)
          FROM letter
          LEFT JOIN of_row USING (schema_name, table_name, key, shown)
          LEFT JOIN of_table USING (schema_name, table_name, columns, shown)
        """.replace("{unpacked}", EventRows.UNPACKED);

    /**
     * A later change of the row was not complete when the position's first snapshot was taken, which does not show the
     * event itself. So it was not pruned if all pruned transactions were complete.
     */
    private static final String MAY_LACK =
            "SELECT coalesce(pruned >= pg_snapshot_xmin(?::pg_snapshot), false) FROM dbops.log_meta";

    private final EventLog log;
    private final Position end;
    private final Map<Long, Last> last = new HashMap<>();

    private record Last(long seq, long ofRow, long ofAnyRow, long ofTable) {}

    /** Why a dead letter is not applied. */
    record Obstacle(Result result, String reason) {}

    private LaterEvents(EventLog log, Position end, List<Last> found) {
        this.log = log;
        this.end = end;
        found.forEach(each -> last.put(each.seq(), each));
    }

    /**
     * Finds the last changes for dead letters of a consumer.
     *
     * @param seqs their numbers in their order, at least one
     */
    static LaterEvents find(EventLog log, String consumer, List<Long> seqs) {
        return find(log, consumer, seqs, "seq", "true", List.of());
    }

    /** Finds what this object does not know yet for one of its dead letters. */
    LaterEvents since(String consumer, long seq) {
        var parameters = new ArrayList<>();
        var window = UnreadEvents.condition(end, parameters);
        // the few new rows are found by their transactions
        return find(log, consumer, List.of(seq), "seq + 0", window, parameters);
    }

    private static LaterEvents find(
            EventLog log, String consumer, List<Long> seqs, String seq, String window, List<Object> more) {
        var end = log.now();
        var parameters = new ArrayList<Object>(
                List.of(consumer, seqs.stream().mapToLong(Long::longValue).toArray(), seqs.getFirst()));
        parameters.addAll(more);
        var sql = LAST.replace("{seq}", seq).replace("{window}", "(" + window + ")");
        return new LaterEvents(log, end, log.database().query(sql, LaterEvents::read, parameters.toArray()));
    }

    private static Last read(ResultSet row) throws SQLException {
        return new Last(row.getLong(1), row.getLong(2), row.getLong(3), row.getLong(4));
    }

    /**
     * Returns why a dead letter must not be applied.
     *
     * @param plainKeys whether two events of a row have equal keys
     */
    Optional<Obstacle> obstacle(DeadLetter letter, boolean plainKeys) {
        var seq = letter.seq();
        var later = last.get(seq);
        if (later == null) {
            return Optional.of(new Obstacle(Result.REMOVED, "another session has removed it"));
        }
        if (later.ofRow() > seq) {
            return superseded("event %d is a later change of the row", later.ofRow());
        }
        var wide = !plainKeys || letter.event().operation() == Operation.TRUNCATE;
        var ofTable = wide ? later.ofTable() : later.ofAnyRow();
        if (ofTable > seq) {
            return superseded("event %d is a later change of the table, and may concern the row", ofTable);
        }
        return unknown(Position.parse(letter.position()));
    }

    private static Optional<Obstacle> superseded(String reason, long seq) {
        return Optional.of(new Obstacle(Result.SUPERSEDED, reason.formatted(seq)));
    }

    private Optional<Obstacle> unknown(Position position) {
        if (!position.log().equals(log.id())) {
            return Optional.of(new Obstacle(Result.UNKNOWN, "it is an event of another log, " + position.log()));
        }
        return log.database()
                        .query(MAY_LACK, row -> row.getBoolean(1), position.from())
                        .getFirst()
                ? Optional.of(
                        new Obstacle(Result.UNKNOWN, "a later change of the row may have been pruned from the log"))
                : Optional.empty();
    }
}
