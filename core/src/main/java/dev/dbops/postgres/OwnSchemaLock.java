package dev.dbops.postgres;

/**
 * Lets only one session at a time create objects of the schema dbops. IF NOT EXISTS does not protect: two sessions that
 * both find nothing both insert into the catalogs, and one of them gets an error from a unique index (PostgreSQL
 * documentation, CREATE TABLE, and the catalogs' indexes).
 */
public final class OwnSchemaLock {
    /**
     * "dbops" and "make", as numbers that no other program is likely to use. The lock is held to the end of the
     * transaction.
     */
    public static final String TAKE = "SELECT pg_advisory_xact_lock(1684172655, 1835101029)";

    private OwnSchemaLock() {}

    /** Waits for the lock in the open transaction; after that, no other session creates objects. */
    public static void take(Database database) {
        database.query(TAKE, row -> true);
    }
}
