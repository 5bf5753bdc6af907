package dev.dbops.events.received;

import dev.dbops.OpsException;
import dev.dbops.events.Event;
import dev.dbops.events.EventLog;
import dev.dbops.events.EventRows;
import dev.dbops.events.received.MissingReference.Reason;
import dev.dbops.events.received.ReceivedEvent.Content;
import dev.dbops.postgres.Database;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Fetches the events of references from the log of their database. The role needs USAGE on the schema dbops, and SELECT
 * on dbops.event_log and dbops.log_meta.
 */
public final class ReferencedEvents {
    private static final String FOUND = "found";
    private static final String PENDING = "pending";
    private static final String ROLLED_BACK = "rolled back";

    /**
     * A pack has up to 500 events, and the number of its last one. The snapshot decides whether a transaction has ended,
     * as it decides which rows are visible; only then its status is final.
     */
    private static final String FETCH = """
        SELECT CASE WHEN f.seq IS NOT NULL THEN 'found'
                    WHEN NOT pg_visible_in_snapshot(w.xid, pg_current_snapshot()) THEN 'pending'
                    WHEN pg_xact_status(w.xid) = 'aborted' THEN 'rolled back'
                    ELSE 'gone'
               END,
               w.seq, f.*
          FROM (SELECT seq, xid::xid8 FROM unnest(?::bigint[], ?::text[]) AS w (seq, xid)) AS w (seq, xid)
          LEFT JOIN LATERAL (
               SELECT {columns}
                 FROM dbops.event_log AS l
               {unpacked}
                WHERE l.seq BETWEEN w.seq AND least(w.seq, 9223372036854775000) + 499
                  AND l.seq - coalesce(l.packed, 1) < w.seq
                  AND e.seq = w.seq) AS f ON true
         ORDER BY w.seq
        """.replace("{unpacked}", EventRows.UNPACKED);

    private final EventLog log;

    private record Found(String state, long seq, List<Event> event) {}

    private ReferencedEvents(EventLog log) {
        this.log = log;
    }

    /**
     * Finds the log.
     *
     * @param source a connection to the database that sends the events
     * @throws OpsException when the database has no log of its own, or the role may not read it
     */
    public static ReferencedEvents in(Database source) {
        return new ReferencedEvents(EventLog.open(source));
    }

    /**
     * Fetches events in one query. All of them are in memory together.
     *
     * @param references received events of content REFERENCE, with the names that the source has for their tables
     * @throws OpsException when the log cannot be read
     */
    public FetchedEvents fetch(Collection<ReceivedEvent> references) {
        var missing = new ArrayList<MissingReference>();
        var wanted = new TreeMap<Long, ReceivedEvent>();
        for (var reference : references) {
            if (reference.content() != Content.REFERENCE) {
                throw new IllegalArgumentException(reference.id() + " is not a reference");
            }
            if (reference.log().equals(log.id())) {
                wanted.put(reference.event().seq(), reference);
            } else {
                missing.add(new MissingReference(reference, Reason.OTHER_LOG));
            }
        }
        var events = new ArrayList<ReceivedEvent>();
        for (var found : wanted.isEmpty() ? List.<Found>of() : query(wanted)) {
            add(found, wanted.get(found.seq()), events, missing);
        }
        return new FetchedEvents(events, missing);
    }

    private List<Found> query(Map<Long, ReceivedEvent> wanted) {
        var seqs = wanted.keySet().stream().mapToLong(Long::longValue).toArray();
        var xids = wanted.values().stream().map(each -> each.event().xid()).toArray(String[]::new);
        return log.database()
                .query(
                        FETCH.replace("{columns}", EventRows.columns(log.ensuresUtf8())),
                        ReferencedEvents::read,
                        seqs,
                        xids);
    }

    private static Found read(ResultSet row) throws SQLException {
        var state = row.getString(1);
        return new Found(state, row.getLong(2), state.equals(FOUND) ? List.of(EventRows.read(row, 3)) : List.of());
    }

    private void add(Found found, ReceivedEvent reference, List<ReceivedEvent> events, List<MissingReference> missing) {
        for (var event : found.event()) {
            if (isOf(event, reference.event())) {
                events.add(new ReceivedEvent(log.id(), event, Content.WHOLE));
            } else {
                missing.add(new MissingReference(reference, Reason.OTHER_EVENT));
            }
        }
        if (found.event().isEmpty()) {
            var reason = switch (found.state()) {
                case PENDING -> Reason.PENDING;
                case ROLLED_BACK -> Reason.ROLLED_BACK;
                default -> Reason.PRUNED;
            };
            missing.add(new MissingReference(reference, reason));
        }
    }

    private static boolean isOf(Event event, Event reference) {
        return event.tableName().equals(reference.tableName()) && event.operation() == reference.operation();
    }
}
