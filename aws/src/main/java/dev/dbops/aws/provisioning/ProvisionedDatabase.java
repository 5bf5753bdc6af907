package dev.dbops.aws.provisioning;

import dev.dbops.aws.rds.DatabaseInstance;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.services.rds.model.DBCluster;
import software.amazon.awssdk.services.rds.model.DBInstance;

/**
 * An instance or cluster, with its connection data.
 *
 * @param type which of the two
 * @param name its name
 * @param state RDS's word for its state; for a cluster, that of its least ready member
 * @param engine such as postgres
 * @param engineVersion such as 17.6
 * @param instances the members of a cluster; empty otherwise
 * @param endpoint the host to connect to; empty while it is being created
 * @param secret the secret with the master password, when RDS keeps it
 * @param publiclyAccessible whether it has an address that the internet can reach
 * @param url the connection URL without a password, which names the secret; empty while there is no endpoint
 */
public record ProvisionedDatabase(
        DatabaseInstance.Type type,
        String name,
        String state,
        String engine,
        String engineVersion,
        List<String> instances,
        Optional<String> endpoint,
        Optional<String> secret,
        boolean publiclyAccessible,
        Optional<String> url) {

    public static final String AVAILABLE = "available";

    private static final int POSTGRESQL_PORT = 5432;

    private static final String SECRET = "?secret=";

    public ProvisionedDatabase {
        instances = List.copyOf(instances);
    }

    /** {@code instance "cruddur-db"}. */
    public String description() {
        return type + " \"" + name + "\"";
    }

    /** The same without the secret, which is that of another database. */
    public ProvisionedDatabase withoutSecret() {
        return new ProvisionedDatabase(
                type,
                name,
                state,
                engine,
                engineVersion,
                instances,
                endpoint,
                Optional.empty(),
                publiclyAccessible,
                url.map(full -> full.contains(SECRET) ? full.substring(0, full.indexOf(SECRET)) : full));
    }

    public static ProvisionedDatabase of(DBInstance instance) {
        var endpoint = Optional.ofNullable(instance.endpoint());
        var secret = Optional.ofNullable(instance.masterUserSecret()).map(known -> known.secretArn());
        return new ProvisionedDatabase(
                DatabaseInstance.Type.INSTANCE,
                instance.dbInstanceIdentifier(),
                instance.dbInstanceStatus(),
                instance.engine(),
                instance.engineVersion(),
                List.of(),
                endpoint.map(address -> address.address()),
                secret,
                Boolean.TRUE.equals(instance.publiclyAccessible()),
                endpoint.map(address ->
                        url(instance.masterUsername(), address.address(), address.port(), instance.dbName(), secret)));
    }

    /**
     * @param members its instances: the cluster itself is available before they are
     */
    public static ProvisionedDatabase of(DBCluster cluster, List<DBInstance> members) {
        var endpoint = Optional.ofNullable(cluster.endpoint());
        var secret = Optional.ofNullable(cluster.masterUserSecret()).map(known -> known.secretArn());
        return new ProvisionedDatabase(
                DatabaseInstance.Type.CLUSTER,
                cluster.dbClusterIdentifier(),
                state(cluster, members),
                cluster.engine(),
                cluster.engineVersion(),
                members.stream().map(DBInstance::dbInstanceIdentifier).toList(),
                endpoint,
                secret,
                members.stream().anyMatch(member -> Boolean.TRUE.equals(member.publiclyAccessible())),
                endpoint.map(
                        host -> url(cluster.masterUsername(), host, cluster.port(), cluster.databaseName(), secret)));
    }

    private static String state(DBCluster cluster, List<DBInstance> members) {
        if (!AVAILABLE.equals(cluster.status())) {
            return cluster.status();
        }
        return members.stream()
                .map(DBInstance::dbInstanceStatus)
                .filter(state -> !AVAILABLE.equals(state))
                .findFirst()
                .orElse(AVAILABLE);
    }

    /** RDS accepts only letters and digits for users, and also underscores for databases: nothing needs encoding. */
    private static String url(String user, String host, Integer port, String database, Optional<String> secret) {
        var name = database == null || database.isEmpty() ? "postgres" : database;
        var url = "postgresql://%s@%s:%d/%s"
                .formatted(user, host, Optional.ofNullable(port).orElse(POSTGRESQL_PORT), name);
        // RDS's secrets are called rds!db-..., and "!" means something to interactive shells
        return secret.map(arn -> url + SECRET + arn.replace("!", "%21")).orElse(url);
    }
}
