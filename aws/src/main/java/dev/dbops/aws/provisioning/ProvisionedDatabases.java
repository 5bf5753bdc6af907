package dev.dbops.aws.provisioning;

import dev.dbops.OpsException;
import dev.dbops.OpsException.Kind;
import dev.dbops.aws.AwsCall;
import dev.dbops.aws.AwsClients;
import dev.dbops.aws.rds.DatabaseInstance;
import dev.dbops.aws.rds.DatabaseInstances;
import dev.dbops.aws.rds.InstanceReference;
import dev.dbops.aws.rds.Waiter;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.services.rds.model.DBCluster;
import software.amazon.awssdk.services.rds.model.DBInstance;
import software.amazon.awssdk.services.rds.model.Filter;

/** Reads the full description of instances and clusters. */
public final class ProvisionedDatabases {
    /** Represents the state of a deleted database. */
    private static final String GONE = "gone";

    private final AwsClients clients;

    public ProvisionedDatabases(AwsClients clients) {
        this.clients = clients;
    }

    /**
     * The requested instance or cluster.
     *
     * @throws OpsException of kind USAGE when there is none of that name, or it is a proxy
     */
    public DatabaseInstance find(InstanceReference reference) {
        var found = new DatabaseInstances(clients).find(reference);
        if (found.type() == DatabaseInstance.Type.PROXY) {
            throw new OpsException(
                    Kind.USAGE,
                    "%s is not a database (from %s)".formatted(found.description(), reference.source()),
                    "pass the database of the proxy: --instance NAME; db-ops rds-proxy --name %s shows it"
                            .formatted(found.name()));
        }
        return found;
    }

    /** The requested database, or the cluster of a requested member: members have no data and no backups of their own. */
    public DatabaseInstance findWithData(InstanceReference reference) {
        var found = find(reference);
        return found.cluster().flatMap(new DatabaseInstances(clients)::cluster).orElse(found);
    }

    /** The instance or cluster of that name, if it is there. */
    public Optional<ProvisionedDatabase> find(DatabaseInstance.Type type, String name) {
        return type == DatabaseInstance.Type.CLUSTER
                ? cluster(name).map(cluster -> ProvisionedDatabase.of(cluster, members(name)))
                : instance(name).map(ProvisionedDatabase::of);
    }

    /**
     * Waits until it is available.
     *
     * @return the available database
     */
    public ProvisionedDatabase awaitAvailable(DatabaseInstance.Type type, String name, Waiter waiter) {
        await(type, name, ProvisionedDatabase.AVAILABLE, waiter);
        return find(type, name).orElseThrow(() -> gone(type, name));
    }

    /** Waits until it no longer exists. */
    public void awaitGone(DatabaseInstance.Type type, String name, Waiter waiter) {
        await(type, name, GONE, waiter);
    }

    private void await(DatabaseInstance.Type type, String name, String wanted, Waiter waiter) {
        waiter.until(
                "%s \"%s\"".formatted(type, name),
                wanted,
                "db-ops rds-status --instance %s --region %s".formatted(name, clients.region()),
                () -> find(type, name).map(ProvisionedDatabase::state).orElseGet(() -> {
                    if (wanted.equals(GONE)) {
                        return GONE;
                    }
                    throw gone(type, name);
                }));
    }

    private static OpsException gone(DatabaseInstance.Type type, String name) {
        return new OpsException(Kind.FAILED, "%s \"%s\" no longer exists".formatted(type, name), "was it deleted?");
    }

    public Optional<DBInstance> instance(String name) {
        return new DatabaseInstances(clients).describeInstance(name);
    }

    public Optional<DBCluster> cluster(String name) {
        return new DatabaseInstances(clients).describeCluster(name);
    }

    /** The instances of a cluster, by name. */
    public List<DBInstance> members(String cluster) {
        var ofCluster = Filter.builder().name("db-cluster-id").values(cluster).build();
        return AwsCall.of(
                "rds:DescribeDBInstances",
                () ->
                        clients
                                .rds()
                                .describeDBInstancesPaginator(request -> request.filters(ofCluster))
                                .dbInstances()
                                .stream()
                                .toList());
    }
}
