package dev.dbops.aws.login;

import dev.dbops.OpsException;
import dev.dbops.OpsException.Kind;
import dev.dbops.aws.AwsClients;
import dev.dbops.aws.rds.DatabaseInstances;
import dev.dbops.aws.rds.InstanceReference;
import dev.dbops.target.ConnectionTarget;
import dev.dbops.target.HostPort;
import dev.dbops.target.RdsEndpoint;
import java.util.function.Supplier;

/**
 * The server that is about to get the password of a secret. An attacker who can change a URL, but not read the secret,
 * must not get it by naming another server.
 *
 * @param target the server
 * @param reference the secret
 */
record SecretServer(ConnectionTarget target, SecretReference reference) {
    /** Refuses a server other than the one in the secret. */
    void refuseAnother(DatabaseSecret secret) {
        for (var server : target.hosts()) {
            if (!RdsEndpoint.mayBeOne(server.host(), secret.host())) {
                throw another(secret.host(), server.host());
            }
            if (isOtherPort(secret, server)) {
                throw another(secret.host() + ":" + secret.port(), server.toString());
            }
        }
    }

    /** A tunnel and a proxy have ports of their own; the certificate identifies the server that they lead to. */
    private boolean isOtherPort(DatabaseSecret secret, HostPort server) {
        return server.host().equalsIgnoreCase(secret.host())
                && !secret.port().isEmpty()
                && !secret.port().equals(Integer.toString(server.port()))
                && !target.parameters().containsKey("hostaddr");
    }

    private OpsException another(String wanted, String server) {
        return new OpsException(
                Kind.USAGE,
                "%s is for the server %s, and not for %s (from %s)"
                        .formatted(
                                reference.description(),
                                wanted,
                                server,
                                target.origin().description()),
                "connect to %s; for a tunnel keep that name as the host, and add its address as hostaddr=ADDRESS"
                        .formatted(wanted));
    }

    /**
     * Refuses a server that is not an endpoint of RDS in the account of the user's credentials.
     *
     * @param clients asks in the server's region
     */
    void refuseForeign(Supplier<AwsClients> clients) {
        for (var server : target.hosts()) {
            if (!isOwn(server.host(), clients)) {
                throw new OpsException(
                        Kind.USAGE,
                        "%s does not name its server, and %s (from %s) is not a database of this account"
                                .formatted(
                                        reference.description(),
                                        server.host(),
                                        target.origin().file()),
                        "set the URL in the environment, or add \"host\" to the secret");
            }
        }
    }

    private boolean isOwn(String host, Supplier<AwsClients> clients) {
        var named = InstanceReference.ofHost(host, target.origin().description());
        if (named.isEmpty()) {
            return false;
        }
        try (var account = clients.get()) {
            return new DatabaseInstances(account)
                    .find(named.get())
                    .endpoint()
                    .filter(endpoint -> RdsEndpoint.isOfOneAccount(endpoint, host))
                    .isPresent();
        } catch (OpsException e) {
            if (e.kind() == Kind.USAGE) {
                // no database has that name
                return false;
            }
            throw e;
        }
    }
}
