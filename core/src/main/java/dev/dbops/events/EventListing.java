package dev.dbops.events;

import java.util.ArrayList;

/** Lists the first or last events of a log, for a single look. */
public final class EventListing {
    private static final String SELECT = """
        WITH page AS (
            SELECT {stored}
              FROM dbops.event_log
             WHERE true{filter}
             ORDER BY seq {direction}
             LIMIT {limit}
        ), counted AS (
            SELECT page.*, sum({count}) OVER (ORDER BY seq {direction} ROWS UNBOUNDED PRECEDING) AS events
              FROM page
        )
        SELECT {columns}
          FROM counted AS l
        {unpacked}
         WHERE events - {count} < {limit}
         ORDER BY e.seq {direction}
         LIMIT {limit}
        """.replace("{stored}", EventRows.STORED)
            .replace("{unpacked}", EventRows.UNPACKED)
            .replace("{count}", EventRows.COUNT);

    private final EventLog log;
    private final EventFilter filter;

    public EventListing(EventLog log, EventFilter filter) {
        this.log = log;
        this.filter = filter;
    }

    /** Returns the last events, in their order. */
    public Batch last(int limit) {
        var batch = read("DESC", limit);
        return new Batch(batch.events().reversed(), batch.window(), batch.end());
    }

    /** Returns the first events, in their order. */
    public Batch first(int limit) {
        return read("ASC", limit);
    }

    /**
     * Returns the events as part of the window from the beginning up to now: a follower can resume after each of them.
     * The end of the window is read first, so that later commits come after it.
     */
    private Batch read(String direction, int limit) {
        var end = log.now();
        var parameters = new ArrayList<Object>();
        var sql = SELECT.replace("{filter}", FilterSql.and(filter, parameters))
                .replace("{columns}", EventRows.columns(log.ensuresUtf8()))
                .replace("{direction}", direction)
                .replace("{limit}", Integer.toString(limit));
        var events = log.database().query(sql, row -> EventRows.read(row, 1).replaced(), parameters.toArray());
        return new Batch(events, new Position(log.id(), log.beginning().from(), end.from(), 0), end);
    }
}
