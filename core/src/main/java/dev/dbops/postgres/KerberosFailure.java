package dev.dbops.postgres;

import dev.dbops.target.ConnectionTarget;
import java.io.IOException;
import java.sql.SQLException;
import java.util.Optional;
import javax.security.auth.login.LoginException;
import org.ietf.jgss.GSSException;
import org.postgresql.util.GT;

/**
 * The error for a Kerberos login that failed on this side: without a ticket, or without one for the server.
 *
 * @param cause the exception that Java ended the login with, or the driver where it keeps no cause
 */
record KerberosFailure(Exception cause, ConnectionTarget target) {
    /** The driver's sentence in English. It keeps no cause. */
    private static final String NO_ENCRYPTION = "An error occurred while setting up the GSS Encoded connection.";

    /** The failure, if Kerberos ended the connection before the server could. */
    static Optional<KerberosFailure> of(SQLException failure, ConnectionTarget target) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof LoginException || cause instanceof GSSException) {
                return Optional.of(new KerberosFailure((Exception) cause, target));
            }
        }
        return GT.tr(NO_ENCRYPTION).equals(failure.getMessage())
                ? Optional.of(new KerberosFailure(failure, target))
                : Optional.empty();
    }

    String message() {
        var address = target.address();
        if (hasNoTicket()) {
            return "the server on %s requires Kerberos, and there is no valid ticket".formatted(address);
        }
        if (cause instanceof SQLException) {
            return "GSS encryption with %s failed".formatted(address);
        }
        return isWithoutCentre()
                ? "Kerberos login to %s failed: the key distribution center cannot be reached: %s"
                        .formatted(address, SqlErrors.rootMessage(cause))
                : "Kerberos login to %s failed: %s".formatted(address, reason());
    }

    String hint() {
        if (hasNoTicket()) {
            return ticketHint();
        }
        if (isWithoutCentre()) {
            return "check the realm's kdc in /etc/krb5.conf (or the file that KRB5_CONFIG names)";
        }
        return "check the ticket with klist; it must be for a realm that has the service %s/%s: see krbsrvname and the"
                        .formatted(
                                target.parameters().getOrDefault("krbsrvname", "postgres"),
                                target.hosts().getFirst().host())
                + " host name";
    }

    /** The login module has no other failure: it asks for no password. */
    private boolean hasNoTicket() {
        return cause instanceof LoginException;
    }

    /** Java's login module reads the caches that are files; MIT Kerberos knows more kinds of them. */
    private static String ticketHint() {
        var cache = System.getenv("KRB5CCNAME");
        var isFile = cache == null || !cache.contains(":") || cache.startsWith("FILE:");
        return isFile
                ? "get a ticket: kinit"
                : "db-ops reads tickets from files: set KRB5CCNAME=FILE:PATH, then run kinit";
    }

    private boolean isWithoutCentre() {
        for (Throwable at = cause; at != null; at = at.getCause()) {
            if (at instanceof IOException) {
                return true;
            }
        }
        return false;
    }

    /** The message of the mechanism; that of GSSAPI itself is only that no credentials are valid. */
    private String reason() {
        var mechanism = ((GSSException) cause).getMinorString();
        return mechanism == null || mechanism.isEmpty() ? cause.getMessage() : mechanism;
    }
}
