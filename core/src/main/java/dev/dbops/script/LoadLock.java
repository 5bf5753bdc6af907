package dev.dbops.script;

import dev.dbops.OpsException;
import dev.dbops.postgres.AdvisoryLock;
import dev.dbops.postgres.Database;
import java.time.Duration;

/** Prevents two loads of the same database at once. */
public final class LoadLock {
    /** "dbops" and "load", as numbers that no other program is likely to use. */
    private static final int DB_OPS = 1684172655;

    private static final int LOAD = 1819238756;

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
        new AdvisoryLock(database, DB_OPS, LOAD)
                .acquire(
                        timeout,
                        "load of the database \"%s\""
                                .formatted(database.target().database()),
                        "wait until it ends, or set a longer --lock-timeout");
    }
}
