package dev.dbops.dist.campaign;

import java.util.List;

/** Upkeep of the log during a round: it is pruned, and its events are counted before. */
final class LogUpkeep {
    private static final String COUNT =
            "SELECT coalesce(pg_catalog.sum(coalesce(packed, 1)), 0) FROM dbops.event_log WHERE seq <= %s";

    private final Side source;
    private final DbOps dbOps;
    private long pruned;

    LogUpkeep(Side source, DbOps dbOps) {
        this.source = source;
        this.dbOps = dbOps;
    }

    /** Events of these days go to the default partition, as of all days after a server was not pruned for two weeks. */
    void dropPartitionsOfToday() {
        for (var partition : source.rows("""
            SELECT c.oid::regclass
              FROM pg_inherits AS i
              JOIN pg_class AS c ON c.oid = i.inhrelid
             WHERE i.inhparent = 'dbops.event_log'::regclass
               AND pg_get_expr(c.relpartbound, c.oid) ~ ('FROM ..' || (now() AT TIME ZONE 'UTC')::date)
            """)) {
            source.execute("DROP TABLE " + partition.getFirst());
        }
    }

    /** Drops all events that the follower has delivered. */
    void prune() throws Exception {
        var last = source.value("SELECT coalesce(pg_catalog.max(seq), 0) FROM dbops.event_log");
        var before = count(last);
        var exit = dbOps.run(List.of("events-prune", "--keep", "0s", "--yes"));
        // 6: the log was in use for longer than it waits
        if (exit.exit() != 0 && exit.exit() != 6) {
            throw new Difference("events-prune failed: " + exit);
        }
        pruned += Math.max(0, before - count(last));
    }

    /** The number of events so far. */
    long events() {
        return pruned + count("9223372036854775807");
    }

    private long count(String last) {
        return Long.parseLong(source.value(COUNT.formatted(last)));
    }
}
