package dev.dbops.target;

import java.util.Optional;

/**
 * Where role and password come from when they are no settings but have to be asked for: a store of secrets, or whoever
 * makes tokens. Asked anew for each connection that is opened, because what was given out may have expired or been
 * rotated since. May be used by several threads.
 */
public interface Credentials {
    /** In which way a server refused what it was given. */
    enum Refusal {
        /** The password is wrong, or there is no such role (SQLSTATE 28P01). */
        PASSWORD,
        /** The server had the password checked by PAM, as RDS does with tokens, and PAM said no. */
        PAM
    }

    /** What the server gets, to stand in a sentence: {@code the password of the secret "cruddur"}. */
    String description();

    /**
     * Role and password for a connection that is about to be opened.
     *
     * @throws dev.dbops.OpsException when there are none to be had
     */
    Login login(ConnectionTarget target);

    /**
     * Looks again after the server has refused the password.
     *
     * @param refused what the server did not accept
     * @return what to try instead; empty when there is nothing else
     * @throws dev.dbops.OpsException when there are none to be had
     */
    Optional<Login> renewed(ConnectionTarget target, Login refused);

    /** What to do when the server has refused. */
    String hint(ConnectionTarget target, Refusal refusal);
}
