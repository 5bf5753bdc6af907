package dev.dbops.postgres;

import dev.dbops.OpsException;
import dev.dbops.OpsException.Kind;
import dev.dbops.Polling;
import dev.dbops.Polling.Pace;
import java.sql.SQLException;
import java.time.Duration;

/**
 * A session-level advisory lock (PostgreSQL documentation, section 13.3.5). It is polled, so that no session waits inside
 * the server, and released when the connection ends.
 *
 * <p>The Data API keeps a session only for a transaction. So there the lock is one of the transaction that follows, which
 * it begins.
 */
public final class AdvisoryLock {
    private static final String TRY = "SELECT pg_try_advisory_lock(%d, %d)";
    private static final String TRY_IN_TRANSACTION = "SELECT pg_try_advisory_xact_lock(%d, %d)";
    private static final String HOLDER = """
        SELECT activity.pid, activity.usename, activity.application_name, host(activity.client_addr) AS client
          FROM pg_locks AS locks
          JOIN pg_stat_activity AS activity USING (pid)
         WHERE locks.locktype = 'advisory'
           AND locks.database = (SELECT oid FROM pg_database WHERE datname = current_database())
           AND (locks.classid, locks.objid) = (%d, %d)
           AND locks.granted
        """;

    private final Database database;
    private final int first;
    private final int second;

    /**
     * Names a lock by two numbers.
     *
     * @param first not negative
     * @param second not negative
     */
    public AdvisoryLock(Database database, int first, int second) {
        this.database = database;
        this.first = first;
        this.second = second;
    }

    /**
     * Takes the lock, and retries until the time is over.
     *
     * @param action what only one session may do, such as {@code load of the database "x"}
     * @param hint what to do when the time is over
     * @throws OpsException of kind TIMEOUT that names the holder, or INTERRUPTED
     */
    public void acquire(Duration timeout, String action, String hint) {
        var polling = new Polling(timeout, Pace.SERVER);
        var attempt = (database.target().isDataApi() ? TRY_IN_TRANSACTION : TRY).formatted(first, second);
        try {
            if (database.target().isDataApi()) {
                database.connection().setAutoCommit(false);
            }
            while (!database.query(attempt, row -> row.getBoolean(1)).getFirst()) {
                if (!polling.again()) {
                    throw new OpsException(Kind.TIMEOUT, "another %s is running: %s".formatted(action, holder()), hint);
                }
            }
        } catch (SQLException e) {
            throw SqlErrors.translate(e);
        } catch (InterruptedException e) {
            throw new OpsException(Kind.INTERRUPTED, "interrupted while waiting for another " + action, null, e);
        }
    }

    private String holder() {
        var holders = database.query(HOLDER.formatted(first, second), LockHolder::describe);
        return holders.isEmpty() ? "it has just ended" : String.join("; ", holders);
    }
}
