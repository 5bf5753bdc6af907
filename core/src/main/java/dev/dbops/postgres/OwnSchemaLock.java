package dev.dbops.postgres;

/**
 * Lets those who make objects of the schema dbops take turns. IF NOT EXISTS is no protection: two sessions that both find
 * nothing both insert into the catalogs, and one of them gets an error of a unique index (PostgreSQL documentation,
 * CREATE TABLE, and the catalogs' indexes).
 */
public final class OwnSchemaLock {
    /** "dbops" and "make", as numbers that no other program is likely to use. Held to the end of the transaction. */
    static final String TAKE = "SELECT pg_advisory_xact_lock(1684172655, 1835101029)";

    private OwnSchemaLock() {}

    /** Waits for its turn, in the transaction that is open; what is looked for afterwards is there or is not. */
    public static void take(Database database) {
        database.query(TAKE, row -> true);
    }
}
