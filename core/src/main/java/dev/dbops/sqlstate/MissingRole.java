package dev.dbops.sqlstate;

import java.util.Set;
import org.postgresql.util.ServerErrorMessage;

/** The error of a statement that names a role which the server does not have, as in a dump of another server. */
public final class MissingRole {
    /** The functions of the server that report it (PostgreSQL, acl.c); its message is in the server's language. */
    private static final Set<String> ROUTINES = Set.of("get_role_oid", "get_rolespec_oid", "get_rolespec_tuple");

    private MissingRole() {}

    /** Returns whether the error is about such a role. */
    public static boolean is(ServerErrorMessage error) {
        return error.getRoutine() != null && ROUTINES.contains(error.getRoutine());
    }

    /**
     * The hint that fixes it.
     *
     * @param role the name that the statement has
     */
    public static String hint(String role) {
        return ("create the role: CREATE ROLE \"%s\"; or leave owners and grants out of the dump: pg_dump --no-owner"
                        + " --no-privileges")
                .formatted(role);
    }
}
