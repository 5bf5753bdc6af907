package dev.dbops.target;

import dev.dbops.OpsException;
import dev.dbops.OpsException.Kind;
import java.util.List;
import java.util.Map;

/** What settings say about a password that comes from AWS: a token of IAM, or a secret. */
final class PasswordSource {
    private final ConnectionSettings settings;

    /**
     * @throws OpsException of kind USAGE when the settings want both, or a password besides
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
                    "a password comes from one of them");
        }
        var name = isToken() ? ConnectionTarget.IAM_AUTH : ConnectionTarget.SECRET;
        if (isOutside()
                && settings.has("password")
                && settings.sourceOf("password").equals(settings.sourceOf(name))) {
            throw new OpsException(
                    Kind.USAGE,
                    "a password and " + name + " are both given in " + settings.sourceOf(name),
                    "remove the password, or " + name);
        }
    }

    /** Whether a password of the settings, or of the password file, is not asked for. */
    boolean isOutside() {
        return isToken() || isSecret();
    }

    boolean isSecret() {
        return settings.has(ConnectionTarget.SECRET);
    }

    private boolean isToken() {
        return settings.get(ConnectionTarget.IAM_AUTH).equals("true");
    }

    /**
     * Refuses what a token cannot be used with. It goes to the server as it is, so it never goes without TLS; and it is
     * good for one host.
     *
     * @param parameters the driver's; gets an sslmode when there is none
     */
    void check(List<HostPort> hosts, Map<String, String> parameters) {
        if (!isToken()) {
            parameters.remove(ConnectionTarget.IAM_AUTH);
            return;
        }
        if (hosts.size() > 1) {
            throw new OpsException(
                    Kind.USAGE,
                    "iam_auth needs one host, but there are " + hosts.size() + ": a token is for one of them",
                    "name the endpoint of the cluster");
        }
        switch (parameters.getOrDefault("sslmode", "")) {
            case "" -> parameters.put("sslmode", "require");
            case "disable", "allow", "prefer" ->
                throw new OpsException(
                        Kind.USAGE,
                        "iam_auth needs TLS, but " + settings.sourceOf("sslmode") + " says sslmode="
                                + parameters.get("sslmode"),
                        "set sslmode=verify-full, or leave it out for a host on Amazon RDS");
            default -> {}
        }
    }
}
