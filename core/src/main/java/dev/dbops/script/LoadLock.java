package dev.dbops.script;

import dev.dbops.OpsException;
import dev.dbops.OpsException.Kind;
import dev.dbops.Polling;
import dev.dbops.Polling.Pace;
import dev.dbops.postgres.Database;
import dev.dbops.postgres.LockHolder;
import java.time.Duration;

/**
 * Prevents two loads of the same database at once: a session-level advisory lock (PostgreSQL documentation, section
 * 13.3.5). It is polled, so that no session waits inside the server, and released when the connection ends.
 */
public final class LoadLock {
    /** "dbops" and "load", as numbers that no other program is likely to use. */
    private static final String KEY = "1684172655, 1819238756";

    private static final String TRY = "SELECT pg_try_advisory_lock(" + KEY + ")";
    private static final String HOLDER = """
        SELECT activity.pid, activity.usename, activity.application_name, host(activity.client_addr) AS client
          FROM pg_locks AS locks
          JOIN pg_stat_activity AS activity USING (pid)
         WHERE locks.locktype = 'advisory'
           AND locks.database = (SELECT oid FROM pg_database WHERE datname = current_database())
           AND (locks.classid, locks.objid) = (%s)
           AND locks.granted
        """.formatted(KEY);

    private final Database database;

    public LoadLock(Database database) {
        this.database = database;
    }

    /**
     * Takes the lock, and retries until the time is over.
     *
     * @throws OpsException of kind TIMEOUT that names the holder, or INTERRUPTED
     */
    public void acquire(Duration timeout) {
        var polling = new Polling(timeout, Pace.SERVER);
        try {
            while (!database.query(TRY, row -> row.getBoolean(1)).getFirst()) {
                if (!polling.again()) {
                    throw new OpsException(
                            Kind.TIMEOUT,
                            "another load of the database \"%s\" is running: %s"
                                    .formatted(database.target().database(), holder()),
                            "wait until it ends, or set a longer --lock-timeout");
                }
            }
        } catch (InterruptedException e) {
            throw new OpsException(Kind.INTERRUPTED, "interrupted while waiting for another load", null, e);
        }
    }

    private String holder() {
        var holders = database.query(HOLDER, LockHolder::describe);
        return holders.isEmpty() ? "it has just ended" : String.join("; ", holders);
    }
}
