package dev.dbops.aws.doctor;

import dev.dbops.aws.AwsClients;
import dev.dbops.aws.rds.ClusterMembers;
import dev.dbops.aws.rds.DatabaseInstance;
import dev.dbops.aws.rds.DatabaseInstance.Type;
import dev.dbops.aws.rds.DatabaseInstances;
import dev.dbops.aws.rds.InstanceReference;
import dev.dbops.target.RdsEndpoint;
import java.util.Optional;
import software.amazon.awssdk.services.rds.model.DBCluster;
import software.amazon.awssdk.services.rds.model.DBInstance;

/**
 * A database as RDS describes it.
 *
 * @param found the database that the host refers to
 * @param instance the instance; of a cluster, the one that writes, if there is one
 * @param cluster the cluster, if there is one
 * @param region where it is
 */
record Description(DatabaseInstance found, Optional<DBInstance> instance, Optional<DBCluster> cluster, String region) {

    /**
     * Asks RDS.
     *
     * @throws dev.dbops.OpsException when access is denied, or the database does not exist
     */
    static Description of(AwsClients clients, InstanceReference reference) {
        var instances = new DatabaseInstances(clients);
        // the commonest case, in one request
        var direct = reference.kind().equals(Optional.of(RdsEndpoint.Kind.INSTANCE))
                ? instances.describeInstance(reference.name())
                : Optional.<DBInstance>empty();
        var found = direct.map(DatabaseInstance::of).orElseGet(() -> instances.find(reference));
        var instance = found.type() == Type.INSTANCE
                ? direct.or(() -> instances.describeInstance(found.name()))
                : Optional.<DBInstance>empty();
        var clusterName = found.type() == Type.CLUSTER ? Optional.of(found.name()) : found.cluster();
        var cluster = clusterName.flatMap(instances::describeCluster);
        var writer = cluster.map(ClusterMembers::writer).filter(name -> !name.isEmpty());
        return new Description(
                found,
                found.type() == Type.CLUSTER ? writer.flatMap(instances::describeInstance) : instance,
                cluster,
                clients.region());
    }

    boolean isProxy() {
        return found.type() == Type.PROXY;
    }

    /** Returns whether it has a public address; proxies never do. */
    boolean isPublic() {
        return instance.map(DBInstance::publiclyAccessible).orElse(false);
    }

    boolean isAurora() {
        return engine().startsWith("aurora");
    }

    /** Such as postgres; empty for a proxy. */
    String engine() {
        return cluster.map(DBCluster::engine)
                .or(() -> instance.map(DBInstance::engine))
                .orElse("");
    }

    /** Such as 17.6; empty for a proxy. */
    String version() {
        return cluster.map(DBCluster::engineVersion)
                .or(() -> instance.map(DBInstance::engineVersion))
                .orElse("");
    }

    /** Returns whether it is a replica of another database, and so cannot differ from it much. */
    boolean isReplica() {
        return instance.map(DBInstance::readReplicaSourceDBInstanceIdentifier)
                .filter(source -> !source.isEmpty())
                .isPresent();
    }

    /** The command that changes what belongs to the cluster, where there is one, else to the instance. */
    String modify(String change) {
        return modify(cluster.map(DBCluster::dbClusterIdentifier).orElse(found.name()), change);
    }

    /** The command that changes the instance. */
    String modifyInstance(String change) {
        return modify(instanceName(), change);
    }

    private String modify(String name, String change) {
        return "db-ops rds-modify --instance %s %s --apply-immediately --region %s".formatted(name, change, region);
    }

    /** The cluster's name, where there is one, else the instance's. */
    String ownerName() {
        return cluster.map(DBCluster::dbClusterIdentifier).orElseGet(this::instanceName);
    }

    /** The instance's name, or the name of the database that was found where there is no instance. */
    String instanceName() {
        return instance.map(DBInstance::dbInstanceIdentifier).orElse(found.name());
    }
}
