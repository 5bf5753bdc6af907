package dev.dbops.target;

import java.util.Optional;

/**
 * The role and the password of a connection.
 *
 * @param user the role, never empty
 * @param password the password, which is never shown
 * @param host the one server that the password is for, by its own name, when the target uses an alias
 */
public record Login(String user, Password password, Optional<String> host) {
    /** A login for the hosts that the target names. */
    public Login(String user, Password password) {
        this(user, password, Optional.empty());
    }
}
