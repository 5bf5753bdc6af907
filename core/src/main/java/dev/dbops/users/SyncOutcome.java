package dev.dbops.users;

import java.util.Locale;

/** The result for a user of the pool, or for a row of the table; in the order of reports. */
public enum SyncOutcome {
    /** The user, or the row, is linked to another existing one; a matching name never takes over an account. */
    CONFLICT,
    /** Several users of the pool, or several rows, have the same handle or address. */
    AMBIGUOUS,
    /** The user has no handle, or no address. */
    WITHOUT_ATTRIBUTE,
    /** The user's sign-up or address is not confirmed. */
    UNVERIFIED,
    POOL_ONLY,
    DATABASE_ONLY,
    INSERTED,
    UPDATED,
    UNCHANGED;

    /** The value as written in SQL. */
    String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    static SyncOutcome of(String word) {
        return valueOf(word.toUpperCase(Locale.ROOT));
    }
}
