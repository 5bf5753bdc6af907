package dev.dbops.users;

import dev.dbops.OpsException;
import dev.dbops.OpsException.Kind;
import dev.dbops.postgres.Database;

/** Finds users in the table of users by their handles. */
public final class UserLookup {
    private static final String FIND = """
        SELECT uuid::text, display_name::text, handle::text
          FROM public.users
         WHERE handle::text = ?
        """;

    private final Database database;

    public UserLookup(Database database) {
        this.database = database;
    }

    /**
     * A user.
     *
     * @param uuid the key of the user's row
     * @param displayName the name that is shown
     * @param handle the handle
     */
    public record User(String uuid, String displayName, String handle) {}

    /**
     * Returns the user with this handle.
     *
     * @throws OpsException of kind USAGE when there is none, or several
     */
    public User find(String handle) {
        var found = database.query(
                FIND,
                row -> new User(orEmpty(row.getString(1)), orEmpty(row.getString(2)), orEmpty(row.getString(3))),
                handle);
        if (found.size() != 1) {
            throw new OpsException(
                    Kind.USAGE,
                    "%s in table public.users of database \"%s\" has the handle \"%s\""
                            .formatted(
                                    found.isEmpty() ? "no user" : "more than one user",
                                    database.target().database(),
                                    handle),
                    found.isEmpty()
                            ? "see the handles: db-ops query 'SELECT handle FROM users'; db-ops seed loads examples"
                            : "give each user a handle of its own");
        }
        return found.getFirst();
    }

    private static String orEmpty(String value) {
        return value == null ? "" : value;
    }
}
