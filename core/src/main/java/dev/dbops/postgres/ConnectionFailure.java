package dev.dbops.postgres;

import dev.dbops.OpsException;
import dev.dbops.ServerError;
import dev.dbops.postgres.tls.TlsSetupException;
import dev.dbops.sqlstate.SqlStateHints;
import dev.dbops.target.ConnectionTarget;
import dev.dbops.target.Credentials.Refusal;
import dev.dbops.target.Origin;
import dev.dbops.target.TlsPolicy;
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
    TLS_NOT_OFFERED(false),
    TLS_REQUIRED(false),
    CERTIFICATE(false),
    TLS_HANDSHAKE(false),
    TLS_FILES(false),
    CHANNEL_BINDING(false),
    REQUIRE_AUTH(false),
    PASSWORD_MISSING(false),
    PASSWORD_WRONG(false),
    PAM(false),
    NOT_ALLOWED(false),
    NO_SUCH_DATABASE(false),
    OTHER(false);

    /** The file name that stays the same in all translations of the server's messages. */
    private static final String RULES = "pg_hba.conf";

    /** The driver's sentence, which it does not translate. */
    private static final String NOT_ALLOWED_METHOD = "Authentication method is not allowed by requireAuth";

    /** The driver's sentence in English. */
    private static final String NO_PASSWORD =
            "The server requested SCRAM-based authentication, but no password was provided.";

    private final boolean passing;

    ConnectionFailure(boolean passing) {
        this.passing = passing;
    }

    /** Returns whether waiting may help, such as for a server that is still starting. */
    boolean passing() {
        return passing;
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
            default -> CertificateFailure.of(failure, target).isPresent() ? CERTIFICATE : ofCause(failure);
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

    private static ConnectionFailure ofCause(SQLException failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
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
        var state = failure.getSQLState();
        return state != null && state.startsWith("08") ? BROKEN : OTHER;
    }

    /** The server's pg_hba message mentions encryption; db-ops itself knows that it offered none. */
    private static boolean tlsIsOff(SQLException failure, ConnectionTarget target) {
        return "disable".equals(target.parameters().get("sslmode"))
                && failure.getMessage().contains(RULES);
    }

    /** The failure as db-ops reports it. */
    OpsException describe(SQLException failure, ConnectionTarget target) {
        var report = new OpsException(
                OpsException.Kind.UNREACHABLE, message(failure, target), hint(failure, target), failure);
        var server = SqlErrors.serverMessage(failure);
        return server == null
                ? report
                : report.with(new ServerError(failure.getSQLState(), SqlErrors.orEmpty(server.getDetail())));
    }

    private String message(SQLException failure, ConnectionTarget target) {
        var address = target.address();
        var several = target.hosts().size() > 1;
        return switch (this) {
            case UNKNOWN_HOST ->
                several
                        ? "none of the hosts could be reached: " + address
                        : "the host \"%s\" is not known"
                                .formatted(target.hosts().getFirst().host());
            case REFUSED ->
                several ? "none of the hosts accepts connections: " + address : "connection refused by " + address;
            case NO_ANSWER -> "no answer from " + address;
            case STARTING -> "the server on %s is not ready: %s".formatted(address, SqlErrors.message(failure));
            case TOO_MANY_CONNECTIONS ->
                "the server on %s has no connection left: %s".formatted(address, SqlErrors.message(failure));
            case BROKEN -> "the connection to %s broke: %s".formatted(address, rootMessage(failure));
            case TLS_NOT_OFFERED ->
                "the server on %s does not offer TLS, which sslmode=%s asks for"
                        .formatted(address, TlsPolicy.of(target).mode());
            case TLS_REQUIRED -> "the server on %s requires TLS, and sslmode=disable turns it off".formatted(address);
            case CERTIFICATE ->
                CertificateFailure.of(failure, target).orElseThrow().message();
            case TLS_HANDSHAKE -> "the TLS handshake with %s failed: %s".formatted(address, rootMessage(failure));
            case TLS_FILES -> setup(failure).orElseThrow().getMessage();
            case CHANNEL_BINDING ->
                "the server on %s does not bind the login to the TLS connection, which channel_binding=require asks for"
                        .formatted(address);
            case REQUIRE_AUTH ->
                "the server on %s does not ask for a login that require_auth=%s allows: %s"
                        .formatted(address, target.parameters().get("require_auth"), SqlErrors.message(failure));
            case PASSWORD_MISSING ->
                "the server on %s asks for a password of user \"%s\", and none was given"
                        .formatted(address, target.user());
            case PASSWORD_WRONG ->
                target.credentials()
                        .map(source -> "the server on %s does not accept %s".formatted(address, source.description()))
                        .orElseGet(
                                () -> "wrong password or no such user: \"%s\" on %s".formatted(target.user(), address));
            case PAM ->
                target.credentials()
                        .map(source -> "the server on %s does not accept %s: %s"
                                .formatted(address, source.description(), SqlErrors.message(failure)))
                        .orElseGet(() -> "the server on %s does not let us in: %s"
                                .formatted(address, SqlErrors.message(failure)));
            case NOT_ALLOWED ->
                "the server on %s does not let us in: %s".formatted(address, SqlErrors.message(failure));
            case NO_SUCH_DATABASE -> "the database \"%s\" does not exist on %s".formatted(target.database(), address);
            case OTHER -> "cannot connect to %s: %s".formatted(address, SqlErrors.message(failure));
        };
    }

    private String hint(SQLException failure, ConnectionTarget target) {
        var origin = target.origin();
        return switch (this) {
            case UNKNOWN_HOST -> "check the host name in " + origin.description() + ", and the network";
            case REFUSED ->
                origin instanceof Origin.LocalServer
                        ? "start the local server: db-ops local-start"
                        : "is the server running, and does it listen on that address and port? Wait for it: db-ops"
                                + " wait";
            case NO_ANSWER -> "a firewall or security group may drop the packets; is the server reachable from here?";
            case STARTING -> "wait for it: db-ops wait";
            case TOO_MANY_CONNECTIONS ->
                SqlStateHints.of(failure.getSQLState()).orElseThrow().remedy();
            // the server's alert about a certificate may be lost when it closes the connection
            case BROKEN ->
                target.parameters().containsKey("sslcert")
                        ? "did the server refuse the client certificate (sslcert)? Its log says so"
                        : "try again; if it persists, look into the server's log";
            case TLS_NOT_OFFERED ->
                "enable TLS on the server: ssl = on in postgresql.conf; if it is enabled there, something on the way"
                        + " takes the server's place";
            case TLS_REQUIRED -> "set sslmode=require (or verify-full) in " + origin.description();
            case CERTIFICATE ->
                CertificateFailure.of(failure, target).orElseThrow().hint();
            case TLS_HANDSHAKE ->
                isOfOwnCertificate(failure)
                        ? "is the client certificate (sslcert) valid, and of an authority in the server's ssl_ca_file?"
                        : "let the server speak TLS 1.2 or 1.3: ssl_min_protocol_version and ssl_max_protocol_version"
                                + " in postgresql.conf";
            case TLS_FILES -> setup(failure).orElseThrow().hint();
            case CHANNEL_BINDING ->
                "let the server use scram-sha-256 in pg_hba.conf, and reach it without a proxy that ends TLS";
            case REQUIRE_AUTH -> "let the server use such a login in pg_hba.conf; is it the server that you mean?";
            case PASSWORD_MISSING -> "put it into " + origin.description() + ", PGPASSWORD or ~/.pgpass";
            case PASSWORD_WRONG ->
                target.credentials()
                        .map(source -> source.hint(target, Refusal.PASSWORD))
                        .orElseGet(() -> "check user and password in " + origin.description());
            case PAM ->
                target.credentials()
                        .map(source -> source.hint(target, Refusal.PAM))
                        .orElse("a role with rds_iam needs a token in place of a password: --iam-auth");
            case NOT_ALLOWED ->
                failure.getMessage().contains(RULES)
                        ? "check user, database and address against the server's pg_hba.conf"
                        : "is there such a role, and may it log in? A superuser sees it with: SELECT * FROM pg_roles";
            case NO_SUCH_DATABASE -> "create it: db-ops create";
            case OTHER -> "check " + origin.description();
        };
    }

    /** Returns whether TLS failed although the server offers it. */
    boolean isOfTls() {
        return this == CERTIFICATE || this == TLS_HANDSHAKE || this == TLS_FILES;
    }

    /** Returns whether the server's alert is about the client's certificate (RFC 8446, section 6.2). */
    private static boolean isOfOwnCertificate(SQLException failure) {
        var message = rootMessage(failure);
        return message.contains("fatal alert") && (message.contains("certificate") || message.contains("unknown_ca"));
    }

    /** The file that TLS could not use. */
    private static Optional<TlsSetupException> setup(SQLException failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof TlsSetupException setup) {
                return Optional.of(setup);
            }
        }
        return Optional.empty();
    }

    /** The message of the innermost cause, which is the reason. */
    static String rootMessage(SQLException failure) {
        Throwable root = failure;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return root.getMessage() == null ? root.getClass().getSimpleName() : root.getMessage();
    }
}
