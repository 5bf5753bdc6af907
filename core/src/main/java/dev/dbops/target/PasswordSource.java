package dev.dbops.target;

import dev.dbops.OpsException;
import dev.dbops.OpsException.Kind;
import java.util.List;
import java.util.Map;

/** The settings of a password that comes from AWS: an IAM token, or a secret. */
final class PasswordSource {
    private final ConnectionSettings settings;

    /**
     * @throws OpsException of kind USAGE when the settings ask for both, or also contain a password
     */
    PasswordSource(ConnectionSettings settings) {
        this.settings = settings;
        if (isToken() && isSecret()) {
            var token = settings.sourceOf(ConnectionTarget.IAM_AUTH);
            var secret = settings.sourceOf(ConnectionTarget.SECRET);
            throw new OpsException(
                    Kind.USAGE,
                    "iam_auth and secret are both given in "
                            + (token.equals(secret) ? token : token + " and " + secret),
                    "use only one of them");
        }
        var name = name();
        if (isOutside()
                && settings.has("password")
                && settings.sourceOf("password").equals(settings.sourceOf(name))) {
            throw new OpsException(
                    Kind.USAGE,
                    "a password and " + name + " are both given in " + settings.sourceOf(name),
                    "remove the password, or " + name);
        }
    }

    /**
     * Returns whether the password comes from AWS, so that those of the settings and the password file are not used.
     */
    boolean isOutside() {
        return isToken() || isSecret();
    }

    boolean isSecret() {
        return settings.has(ConnectionTarget.SECRET);
    }

    boolean isToken() {
        return settings.get(ConnectionTarget.IAM_AUTH).equals("true");
    }

    /**
     * Refuses settings that a password from AWS cannot be used with. The password is fetched with the user's rights and
     * sent to the server in clear text, so it goes only to a server that its certificate has verified. A token is also
     * valid for one host only.
     *
     * @param origin the source that names the server
     * @param parameters the driver's parameters; an sslmode is added when there is none
     */
    void check(List<HostPort> hosts, Origin origin, Map<String, String> parameters) {
        if (!isToken()) {
            parameters.remove(ConnectionTarget.IAM_AUTH);
        }
        if (!isOutside()) {
            return;
        }
        if (isToken() && hosts.size() > 1) {
            throw new OpsException(
                    Kind.USAGE,
                    "iam_auth needs one host, but there are " + hosts.size() + ": a token is valid for one host",
                    "name the endpoint of the cluster");
        }
        if (hosts.getFirst().isSocket()) {
            throw new OpsException(
                    Kind.USAGE,
                    name() + " needs TLS, which a Unix-domain socket does not have",
                    "name the server's host instead of the socket's directory");
        }
        refuseAuthorityOfFile(origin);
        parameters.putIfAbsent("sslmode", "verify-full");
        refuseUnverified(hosts, parameters.get("sslmode"));
        // the driver would prefer Kerberos encryption, which has no certificate
        parameters.replace("gssencmode", "disable");
        parameters.replace("gssEncMode", "disable");
    }

    private String name() {
        return isToken() ? ConnectionTarget.IAM_AUTH : ConnectionTarget.SECRET;
    }

    /** Refuses an authority from an environment file: its author could certify their own server under any name. */
    private void refuseAuthorityOfFile(Origin origin) {
        if (origin.isFile()
                && settings.has("sslrootcert")
                && settings.sourceOf("sslrootcert").equals(UrlReader.SOURCE)
                && !settings.get("sslrootcert").equals("system")) {
            throw new OpsException(
                    Kind.USAGE,
                    ("%s cannot be used with sslrootcert in %s: a file of variables may not choose the trusted"
                                    + " authorities")
                            .formatted(name(), UrlReader.SOURCE),
                    "leave sslrootcert out for a host on Amazon RDS, or set PGSSLROOTCERT in the environment");
        }
    }

    private void refuseUnverified(List<HostPort> hosts, String mode) {
        var isRds = isToken() || hosts.stream().anyMatch(address -> RdsEndpoint.isRds(address.host()));
        if (mode.equals("verify-full") || mode.equals("verify-ca") && !isRds) {
            return;
        }
        throw new OpsException(
                Kind.USAGE,
                "%s needs TLS that verifies the server, but %s says sslmode=%s"
                        .formatted(name(), settings.sourceOf("sslmode"), mode),
                isRds
                        ? "set sslmode=verify-full, or leave it out for a host on Amazon RDS"
                        : "set sslmode=verify-full, with the authority's certificate as sslrootcert=FILE");
    }
}
