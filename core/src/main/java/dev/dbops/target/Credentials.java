package dev.dbops.target;

import java.util.Optional;

/**
 * A provider of role and password that are not settings: a secret store, or a generator of tokens. It is asked again
 * for each connection, because the earlier password may have expired or been rotated. Several threads may use it.
 */
public interface Credentials {
    /** The ways in which a server refuses a password. */
    enum Refusal {
        /** The password is wrong, or there is no such role (SQLSTATE 28P01). */
        PASSWORD,
        /** The server had PAM check the password, as RDS does with tokens, and PAM refused it. */
        PAM
    }

    /** The name of the password in messages, such as {@code the password of the secret "cruddur"}. */
    String description();

    /**
     * Role and password for a connection that is about to be opened.
     *
     * @throws dev.dbops.OpsException when there are none to be had
     */
    Login login(ConnectionTarget target);

    /**
     * Asks again after the server has refused the password.
     *
     * @param refused what the server did not accept
     * @return the login to try instead; empty when there is no other
     * @throws dev.dbops.OpsException when there are none to be had
     */
    Optional<Login> renewed(ConnectionTarget target, Login refused);

    /** The hint for the user when the server has refused the password. */
    String hint(ConnectionTarget target, Refusal refusal);
}
