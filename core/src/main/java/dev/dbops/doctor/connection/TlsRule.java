package dev.dbops.doctor.connection;

import dev.dbops.doctor.Finding;
import dev.dbops.target.ConnectionTarget;
import dev.dbops.target.TlsPolicy;

/** Checks that the connection is protected against interception. */
final class TlsRule {
    private final ConnectionTarget target;
    private final TlsPolicy policy;
    private final boolean isHere;

    /** @param isHere whether the server is on this machine, so that the connection cannot be intercepted */
    TlsRule(ConnectionTarget target, boolean isHere) {
        this.target = target;
        this.policy = TlsPolicy.of(target);
        this.isHere = isHere;
    }

    /** The finding, for a server where the login did not fail because of TLS. */
    Finding judge(TlsAnswer answer) {
        return switch (answer) {
            case TlsAnswer.Offered offered -> offered(offered);
            case TlsAnswer.NotOffered() -> notOffered();
            case TlsAnswer.Broken(var reason) ->
                weak("the server offers TLS, but the handshake failed: " + reason, "look at ssl_min_protocol_version");
            case TlsAnswer.NotPostgres(var reason) -> ConnectionSteps.TLS.skipped(reason);
            case TlsAnswer.Silent(var _) -> ConnectionSteps.TLS.skipped("the server did not answer");
        };
    }

    private Finding offered(TlsAnswer.Offered offered) {
        var origin = target.origin().description();
        if (policy.verifiesHost()) {
            return ConnectionSteps.TLS.ok(offered.protocol() + ", and the server's identity is verified");
        }
        if (policy.verifiesAuthority()) {
            return weak(
                    "%s, and sslmode=%s accepts any server of that authority"
                            .formatted(offered.protocol(), policy.mode()),
                    "set sslmode=verify-full in " + origin);
        }
        return switch (policy.mode()) {
            case "disable" ->
                weak(
                        "the server offers TLS, but sslmode=disable turns it off: data are not encrypted",
                        "set sslmode=verify-full in " + origin);
            case "require" ->
                weak(
                        "%s, but sslmode=%s does not verify the server's identity"
                                .formatted(offered.protocol(), policy.mode()),
                        "set sslmode=verify-full in %s, with the authority's certificate as sslrootcert"
                                .formatted(origin));
            default ->
                weak(
                        "the server offers %s, but sslmode=%s connects without TLS if the handshake fails"
                                .formatted(offered.protocol(), policy.mode()),
                        "set sslmode=verify-full in %s, with the authority's certificate as sslrootcert"
                                .formatted(origin));
        };
    }

    private Finding notOffered() {
        if (target.usesSocket()) {
            return ConnectionSteps.TLS.ok("a Unix-domain socket needs none: the data stay on this machine");
        }
        return weak("the server does not offer TLS: data travel in the clear", "enable TLS on the server: ssl = on");
    }

    /** Between programs of one machine it does not matter. */
    private Finding weak(String message, String remedy) {
        return isHere
                ? ConnectionSteps.TLS.ok(message + " (on this machine that does not matter)")
                : ConnectionSteps.TLS.warning(message, remedy);
    }
}
