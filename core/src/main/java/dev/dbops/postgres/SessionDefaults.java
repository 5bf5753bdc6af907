package dev.dbops.postgres;

/**
 * Undoes what a script has changed in its session, as DISCARD ALL does, except for advisory locks: db-ops holds its own
 * locks in the same session.
 */
public final class SessionDefaults {
    /** The role that the connection or ALTER ROLE has set remains; RESET ALL leaves out roles. */
    private static final String SETTINGS = """
        SET SESSION AUTHORIZATION DEFAULT;
        RESET ROLE;
        RESET ALL
        """;

    /** The other parts of DISCARD ALL (PostgreSQL documentation, DISCARD). */
    private static final String OBJECTS = """
        CLOSE ALL;
        DEALLOCATE ALL;
        UNLISTEN *;
        DISCARD PLANS;
        DISCARD TEMP;
        DISCARD SEQUENCES
        """;

    private SessionDefaults() {}

    /** Restores role and settings, also inside a transaction. */
    public static void restoreSettings(Database database) {
        database.executeAsIs(SETTINGS);
    }

    /** Restores role and settings, and removes temporary tables, prepared statements and cursors. */
    public static void restore(Database database) {
        database.executeAsIs(SETTINGS + ";" + OBJECTS);
    }
}
