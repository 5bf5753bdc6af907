package dev.dbops.aws.provisioning;

import dev.dbops.aws.rds.DatabaseInstance;
import dev.dbops.aws.rds.MasterLogin;
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
                url.map(MasterLogin::withoutSecret));
    }

    public static ProvisionedDatabase of(DBInstance instance) {
        var login = MasterLogin.of(instance);
        return new ProvisionedDatabase(
                DatabaseInstance.Type.INSTANCE,
                instance.dbInstanceIdentifier(),
                instance.dbInstanceStatus(),
                instance.engine(),
                instance.engineVersion(),
                List.of(),
                Optional.ofNullable(instance.endpoint()).map(address -> address.address()),
                login.secret(),
                Boolean.TRUE.equals(instance.publiclyAccessible()),
                login.url());
    }

    /**
     * @param members its instances: the cluster itself is available before they are
     */
    public static ProvisionedDatabase of(DBCluster cluster, List<DBInstance> members) {
        var login = MasterLogin.of(cluster);
        return new ProvisionedDatabase(
                DatabaseInstance.Type.CLUSTER,
                cluster.dbClusterIdentifier(),
                state(cluster, members),
                cluster.engine(),
                cluster.engineVersion(),
                members.stream().map(DBInstance::dbInstanceIdentifier).toList(),
                Optional.ofNullable(cluster.endpoint()),
                login.secret(),
                members.stream().anyMatch(member -> Boolean.TRUE.equals(member.publiclyAccessible())),
                login.url());
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
}
