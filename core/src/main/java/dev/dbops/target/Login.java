package dev.dbops.target;

import java.util.Optional;

/**
 * Who connects, and by what password.
 *
 * @param user the role, never empty
 * @param password shown by nobody
 * @param host the one server that the password is for, by its own name, when the target has an alias of it
 */
public record Login(String user, Password password, Optional<String> host) {
    /** For the hosts that the target names. */
    public Login(String user, Password password) {
        this(user, password, Optional.empty());
    }
}
