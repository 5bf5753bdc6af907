package dev.dbops.migration;

import dev.dbops.BackgroundTask;
import dev.dbops.OpsException;
import dev.dbops.postgres.Database;
import dev.dbops.postgres.LockHolder;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Finds the sessions that hold the locks for which a migration waits. Only another session can see them, and only while
 * the migration waits: a second connection is opened for a migration that takes longer than the interval.
 */
final class BlockerWatch implements AutoCloseable {
    private static final Duration LONGEST_DELAY = Duration.ofSeconds(2);

    /** A prepared transaction has no session, and the process ID 0. */
    private static final String BLOCKERS = """
        SELECT blocker.pid, activity.usename, activity.application_name, host(activity.client_addr) AS client,
               activity.state, date_trunc('second', clock_timestamp() - activity.xact_start)::text AS age
          FROM unnest(pg_blocking_pids(?)) AS blocker (pid)
          LEFT JOIN pg_stat_activity AS activity ON activity.pid = blocker.pid
         ORDER BY activity.xact_start
        """;

    private final Database migration;
    private final int pid;
    private final Duration interval;
    private final CountDownLatch ended = new CountDownLatch(1);
    private final BackgroundTask<String> task;

    BlockerWatch(Database migration, Duration interval) {
        this.migration = migration;
        this.pid = migration.connection().getBackendPID();
        this.interval = interval;
        this.task = BackgroundTask.start("migration-locks", this::watch);
    }

    private String watch() {
        var found = "";
        try {
            if (isEnded()) {
                return found;
            }
            try (var database = Database.connect(migration.target())) {
                do {
                    var now = String.join("; ", database.query(BLOCKERS, BlockerWatch::describe, pid));
                    found = now.isEmpty() ? found : now;
                } while (!isEnded());
            }
        } catch (OpsException e) {
            return "a session that is not known (%s)".formatted(e.getMessage());
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        return found;
    }

    private boolean isEnded() throws InterruptedException {
        return ended.await(interval.toMillis(), TimeUnit.MILLISECONDS);
    }

    private static String describe(ResultSet row) throws SQLException {
        if (row.getString("usename") == null) {
            return row.getInt("pid") == 0 ? "a prepared transaction" : "pid " + row.getInt("pid");
        }
        var state = row.getString("state");
        var age = row.getString("age");
        return LockHolder.describe(row)
                + (state == null ? "" : ", " + state)
                + (age == null ? "" : ", in its transaction for " + age);
    }

    /** Ends the watch; returns the sessions that the migration waited for last, if they were seen. */
    Optional<String> blockers() {
        close();
        try {
            return task.get(LONGEST_DELAY).filter(found -> !found.isEmpty());
        } catch (InterruptedException e) {
            throw new OpsException(OpsException.Kind.INTERRUPTED, "interrupted", null, e);
        }
    }

    @Override
    public void close() {
        ended.countDown();
    }
}
