package dev.dbops.postgres;

import dev.dbops.OpsException;
import dev.dbops.postgres.tls.TlsSetupException;
import dev.dbops.target.ConnectionTarget;
import dev.dbops.tunnel.TunnelException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.sql.SQLException;
import java.util.Optional;
import javax.net.ssl.SSLException;
import org.postgresql.util.GT;

/** The reasons why a connection could not be opened, each with its own sentence and hint. */
public enum ConnectionFailure {
    UNKNOWN_HOST(true),
    REFUSED(true),
    NO_ANSWER(true),
    STARTING(true),
    TOO_MANY_CONNECTIONS(true),
    BROKEN(true),
    /** The tunnel is not open, or does not reach the server; it may later. */
    TUNNEL_BROKEN(true),
    /** The tunnel cannot be opened until a person changes something. */
    TUNNEL_REFUSED(false),
    /** No host is a server of the wanted kind; one may become a primary after a failover. */
    OTHER_KIND(true),
    TLS_NOT_OFFERED(false),
    TLS_REQUIRED(false),
    CERTIFICATE(false),
    TLS_HANDSHAKE(false),
    TLS_FILES(false),
    CHANNEL_BINDING(false),
    REQUIRE_AUTH(false),
    KERBEROS(false),
    PASSWORD_MISSING(false),
    PASSWORD_WRONG(false),
    PAM(false),
    NOT_ALLOWED(false),
    NO_SUCH_DATABASE(false),
    OTHER(false);

    /** The file name that stays the same in all translations of the server's messages. */
    static final String RULES = "pg_hba.conf";

    /** The driver's sentence, which it does not translate. */
    private static final String NOT_ALLOWED_METHOD = "Authentication method is not allowed by requireAuth";

    /** The driver's sentence in English. */
    private static final String NO_PASSWORD =
            "The server requested SCRAM-based authentication, but no password was provided.";

    /** The driver's sentence in English. */
    private static final String NO_SUCH_SERVER = "Could not find a server with specified targetServerType: {0}";

    private final boolean temporary;

    ConnectionFailure(boolean temporary) {
        this.temporary = temporary;
    }

    /** Returns whether waiting may help, such as for a server that is still starting. */
    boolean isTemporary() {
        return temporary;
    }

    /**
     * Finds the reason by SQLSTATE (PostgreSQL documentation, appendix A) and by network exceptions, never by the
     * wording of a server message.
     */
    static ConnectionFailure of(SQLException failure, ConnectionTarget target) {
        var state = failure.getSQLState() == null ? "" : failure.getSQLState();
        return switch (state) {
            case "28P01" -> PASSWORD_WRONG;
            case "28000" -> ofAuthorization(failure, target);
            case "3D000" -> NO_SUCH_DATABASE;
            case "53300" -> TOO_MANY_CONNECTIONS;
            case "57P01", "57P02", "57P03" -> STARTING;
            case "08004" -> ofRejection(failure, target);
            default -> ofCause(failure, target);
        };
    }

    /**
     * The driver's own refusals: of a server without TLS (in any language), of a login, or of a login without a
     * password.
     */
    private static ConnectionFailure ofRejection(SQLException failure, ConnectionTarget target) {
        if (GT.tr("The server does not support SSL.").equals(failure.getMessage())) {
            return TLS_NOT_OFFERED;
        }
        if (NOT_ALLOWED_METHOD.equals(failure.getMessage())) {
            return REQUIRE_AUTH;
        }
        if ("require".equals(target.parameters().get("channel_binding"))
                && !GT.tr(NO_PASSWORD).equals(failure.getMessage())) {
            return CHANNEL_BINDING;
        }
        var isOther = target.password().isPresent()
                || target.credentials().isPresent()
                || "require".equals(target.parameters().get("gssencmode"));
        return isOther ? OTHER : PASSWORD_MISSING;
    }

    private static ConnectionFailure ofAuthorization(SQLException failure, ConnectionTarget target) {
        if (tlsIsOff(failure, target)) {
            return TLS_REQUIRED;
        }
        // the name stays the same in all translations of the server's message
        return failure.getMessage().contains("PAM") ? PAM : NOT_ALLOWED;
    }

    private static ConnectionFailure ofCause(SQLException failure, ConnectionTarget target) {
        if (CertificateFailure.of(failure, target).isPresent()) {
            return CERTIFICATE;
        }
        if (KerberosFailure.of(failure, target).isPresent()) {
            return KERBEROS;
        }
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof TunnelException tunnel) {
                return tunnel.isTemporary() ? TUNNEL_BROKEN : TUNNEL_REFUSED;
            }
            if (cause instanceof UnknownHostException) {
                return UNKNOWN_HOST;
            }
            if (cause instanceof SocketTimeoutException) {
                return NO_ANSWER;
            }
            if (cause instanceof ConnectException) {
                return REFUSED;
            }
        }
        if (failure.getCause() instanceof SSLException) {
            return TLS_HANDSHAKE;
        }
        if (setup(failure).isPresent()) {
            return TLS_FILES;
        }
        if (isOtherKind(failure)) {
            return OTHER_KIND;
        }
        var state = failure.getSQLState();
        return state != null && state.startsWith("08") ? BROKEN : OTHER;
    }

    /** The driver's own refusal, in any language, of servers that it could connect to. */
    private static boolean isOtherKind(SQLException failure) {
        for (var kind : DriverProperties.SERVER_TYPES) {
            if (GT.tr(NO_SUCH_SERVER, kind).equals(failure.getMessage())) {
                return true;
            }
        }
        return false;
    }

    /** The server's pg_hba message mentions encryption; db-ops itself knows that it offered none. */
    private static boolean tlsIsOff(SQLException failure, ConnectionTarget target) {
        return !target.usesSocket()
                && "disable".equals(target.parameters().get("sslmode"))
                && failure.getMessage().contains(RULES);
    }

    /** The failure as db-ops reports it. */
    OpsException describe(SQLException failure, ConnectionTarget target) {
        return new ConnectionFailureText(this, failure, target).report();
    }

    /** Returns whether TLS failed although the server offers it. */
    boolean isOfTls() {
        return this == CERTIFICATE || this == TLS_HANDSHAKE || this == TLS_FILES;
    }

    /** The file that TLS could not use. */
    static Optional<TlsSetupException> setup(SQLException failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof TlsSetupException setup) {
                return Optional.of(setup);
            }
        }
        return Optional.empty();
    }
}
