package dev.dbops.dist.campaign;

import java.util.ArrayList;
import java.util.List;

/** The log of a round and its triggers: they are installed, read and pruned, and the events are counted. */
final class LogUpkeep {
    private static final String COUNT =
            "SELECT coalesce(pg_catalog.sum(coalesce(packed, 1)), 0) FROM dbops.event_log WHERE seq <= %s";

    /** A table or the log was in use for longer than a command waits. */
    private static final int IN_USE = 6;

    private final Side source;
    private final DbOps dbOps;
    private final RoundSettings settings;
    private long pruned;

    LogUpkeep(Side source, DbOps dbOps, RoundSettings settings) {
        this.source = source;
        this.dbOps = dbOps;
        this.settings = settings;
    }

    /** Captures all tables that there are. */
    void install() throws Exception {
        for (var words : installations()) {
            dbOps.succeed(words);
        }
    }

    /** Does it again while others write, which may have to be repeated. */
    void installAgain() throws Exception {
        for (var words : installations()) {
            allowInUse(words);
        }
    }

    private List<List<String>> installations() {
        var all = new ArrayList<>(List.of("triggers-install", "--all"));
        all.addAll(settings.captureOptions());
        var withoutKey = new ArrayList<>(all);
        withoutKey.set(1, "--ops=insert,truncate");
        withoutKey.addAll(List.of("--table", Table.WITHOUT_KEY));
        return List.of(all, withoutKey);
    }

    /** The commands that only read. */
    void look() throws Exception {
        for (var command : List.of("events-status", "events-list", "triggers-list")) {
            dbOps.succeed(List.of(command, "-o", "json"));
        }
    }

    private void allowInUse(List<String> words) throws Exception {
        var finished = dbOps.run(words);
        if (finished.exit() != 0 && finished.exit() != IN_USE) {
            throw new Difference("db-ops %s failed: %s".formatted(String.join(" ", words), finished));
        }
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
        allowInUse(List.of("events-prune", "--keep", "0s", "--yes"));
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
