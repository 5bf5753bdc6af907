package dev.dbops.postgres;

import dev.dbops.OpsException;
import dev.dbops.ServerError;
import dev.dbops.sqlstate.SqlStateHints;
import dev.dbops.target.ConnectionTarget;
import dev.dbops.target.CreateCommand;
import dev.dbops.target.Credentials.Refusal;
import dev.dbops.target.Origin;
import dev.dbops.target.TlsPolicy;
import dev.dbops.tunnel.TunnelException;
import java.sql.SQLException;

/** The message and the hint for a connection that could not be opened. */
record ConnectionFailureText(ConnectionFailure reason, SQLException failure, ConnectionTarget target) {
    OpsException report() {
        if (failure.getCause() instanceof TunnelException tunnel) {
            return tunnel.report();
        }
        var report = new OpsException(OpsException.Kind.UNREACHABLE, message(), hint(), failure);
        var server = SqlErrors.serverMessage(failure);
        return server == null
                ? report
                : report.with(new ServerError(failure.getSQLState(), SqlErrors.orEmpty(server.getDetail())));
    }

    private String message() {
        var address = target.route();
        var several = target.hosts().size() > 1;
        return switch (reason) {
            case UNKNOWN_HOST ->
                several
                        ? "none of the hosts could be reached: " + address
                        : "the host \"%s\" is not known"
                                .formatted(target.hosts().getFirst().host());
            case REFUSED ->
                target.usesSocket()
                        ? "cannot connect to the Unix-domain socket %s: %s"
                                .formatted(target.hosts().getFirst().socketFile(), SqlErrors.rootMessage(failure))
                        : several
                                ? "none of the hosts accepts connections: " + address
                                : "connection refused by " + address;
            case NO_ANSWER -> "no answer from " + address;
            case STARTING -> "the server on %s is not ready: %s".formatted(address, SqlErrors.message(failure));
            case TOO_MANY_CONNECTIONS ->
                "the server on %s has no connection left: %s".formatted(address, SqlErrors.message(failure));
            case BROKEN -> "the connection to %s broke: %s".formatted(address, SqlErrors.rootMessage(failure));
            case OTHER_KIND ->
                "%s, as target_session_attrs=%s requires"
                        .formatted(
                                (several ? "none of the hosts is %s: " + address : address + " is not %s")
                                        .formatted(serverKind()),
                                target.parameters().get("target_session_attrs"));
            case TLS_NOT_OFFERED ->
                "the server on %s does not offer TLS, but sslmode=%s requires it"
                        .formatted(address, TlsPolicy.of(target).mode());
            case TLS_REQUIRED -> "the server on %s requires TLS, and sslmode=disable turns it off".formatted(address);
            case CERTIFICATE ->
                CertificateFailure.of(failure, target).orElseThrow().message();
            case TLS_HANDSHAKE ->
                "the TLS handshake with %s failed: %s".formatted(address, SqlErrors.rootMessage(failure));
            case TLS_FILES -> ConnectionFailure.setup(failure).orElseThrow().getMessage();
            case CHANNEL_BINDING ->
                "the server on %s does not use channel binding, but channel_binding=require is set".formatted(address);
            case REQUIRE_AUTH ->
                "the server on %s requests an authentication method that require_auth=%s does not allow: %s"
                        .formatted(address, target.parameters().get("require_auth"), SqlErrors.message(failure));
            case KERBEROS -> KerberosFailure.of(failure, target).orElseThrow().message();
            case PASSWORD_MISSING ->
                "the server on %s requires a password for user \"%s\", and none was given"
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
                        .orElseGet(() -> "the server on %s rejects the login: %s"
                                .formatted(address, SqlErrors.message(failure)));
            case NOT_ALLOWED -> "the server on %s rejects the login: %s".formatted(address, SqlErrors.message(failure));
            case NO_SUCH_DATABASE -> "the database \"%s\" does not exist on %s".formatted(target.database(), address);
            // reported by the tunnel itself
            case TUNNEL_BROKEN, TUNNEL_REFUSED, OTHER ->
                "cannot connect to %s: %s".formatted(address, SqlErrors.message(failure));
        };
    }

    private String serverKind() {
        return switch (target.parameters().getOrDefault("target_session_attrs", "")) {
            case "read-write", "primary" -> "a primary server";
            default -> "a standby";
        };
    }

    private String hint() {
        var origin = target.origin();
        return switch (reason) {
            case UNKNOWN_HOST -> "check the host name in " + origin.description() + ", and the network";
            case REFUSED ->
                origin instanceof Origin.LocalServer
                        ? "start the local server: db-ops local-start"
                        : target.usesSocket()
                                ? "is the server running, and does its unix_socket_directories contain that directory?"
                                : "is the server running, and does it listen on that address and port? Wait for it:"
                                        + " db-ops wait";
            case NO_ANSWER ->
                target.via().isPresent()
                        ? "does the database's security group or firewall allow connections from that machine?"
                        : "a firewall or security group may drop the packets; is the server reachable from here?";
            case STARTING -> "wait for it: db-ops wait";
            case TOO_MANY_CONNECTIONS ->
                SqlStateHints.of(failure.getSQLState()).orElseThrow().remedy();
            // the server's alert about a certificate may be lost when it closes the connection
            case BROKEN ->
                target.parameters().containsKey("sslcert")
                        ? "the server may have refused the client certificate (sslcert): check the server's log"
                        : "try again; if the problem persists, check the server's log";
            case OTHER_KIND ->
                "name the host of such a server in %s, or leave target_session_attrs out"
                        .formatted(origin.description());
            case TLS_NOT_OFFERED ->
                "enable TLS on the server: ssl = on in postgresql.conf; if it is already enabled, another program may"
                        + " be answering in its place";
            case TLS_REQUIRED -> "set sslmode=require (or verify-full) in " + origin.description();
            case CERTIFICATE ->
                CertificateFailure.of(failure, target).orElseThrow().hint();
            case TLS_HANDSHAKE ->
                isOfOwnCertificate()
                        ? "check that the client certificate (sslcert) is valid and from an authority in the server's"
                                + " ssl_ca_file"
                        : "enable TLS 1.2 or 1.3 on the server: ssl_min_protocol_version and ssl_max_protocol_version"
                                + " in postgresql.conf";
            case TLS_FILES -> ConnectionFailure.setup(failure).orElseThrow().hint();
            case CHANNEL_BINDING ->
                "use scram-sha-256 in the server's pg_hba.conf, and connect without a proxy that ends TLS";
            // the driver takes a Kerberos login for none, unless Kerberos also encrypts the session
            case REQUIRE_AUTH ->
                target.parameters().get("require_auth").contains("gss")
                        ? "require_auth=gss works with encryption by Kerberos only: add gssencmode=require"
                        : "allow such a method in the server's pg_hba.conf, and check that it is the right server";
            case KERBEROS -> KerberosFailure.of(failure, target).orElseThrow().hint();
            case PASSWORD_MISSING -> "put it into " + origin.description() + ", PGPASSWORD or ~/.pgpass";
            case PASSWORD_WRONG ->
                target.credentials()
                        .map(source -> source.hint(target, Refusal.PASSWORD))
                        .orElseGet(() -> "check user and password in " + origin.description());
            case PAM ->
                target.credentials()
                        .map(source -> source.hint(target, Refusal.PAM))
                        .orElse("a role with rds_iam needs a token instead of a password: --iam-auth");
            case NOT_ALLOWED ->
                failure.getMessage().contains(ConnectionFailure.RULES)
                        ? "check user, database and address against the server's pg_hba.conf"
                        : target.usesSocket()
                                ? "with peer authentication the role has the name of your system user: create such a"
                                        + " role, or connect to localhost with a password"
                                : "does the role exist, and may it log in? A superuser can check with: SELECT * FROM"
                                        + " pg_roles";
            case NO_SUCH_DATABASE -> "create it: " + CreateCommand.of(target);
            case TUNNEL_BROKEN, TUNNEL_REFUSED, OTHER -> "check " + origin.description();
        };
    }

    /** Returns whether the server's alert is about the client's certificate (RFC 8446, section 6.2). */
    private boolean isOfOwnCertificate() {
        var message = SqlErrors.rootMessage(failure);
        return message.contains("fatal alert") && (message.contains("certificate") || message.contains("unknown_ca"));
    }
}
