package dev.dbops.aws.rds;

import dev.dbops.OpsException;
import dev.dbops.OpsException.Kind;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import software.amazon.awssdk.services.rds.model.DBCluster;
import software.amazon.awssdk.services.rds.model.DBInstance;
import software.amazon.awssdk.services.rds.model.DBProxy;
import software.amazon.awssdk.services.rds.model.VpcSecurityGroupMembership;

/**
 * An instance, a cluster or a proxy, as far as commands need it to reach and to change it.
 *
 * @param type which of the three
 * @param name its identifier
 * @param arn its Amazon Resource Name
 * @param state RDS's word for its state, such as available
 * @param endpoint the host to connect to; empty while it is being created
 * @param port the port to connect to; 0 while it is being created
 * @param securityGroups the ids of the VPC security groups that guard it
 * @param isPrivate whether only its own network can reach it
 * @param cluster the cluster that an instance is a member of; empty otherwise
 */
public record DatabaseInstance(
        Type type,
        String name,
        String arn,
        String state,
        Optional<String> endpoint,
        int port,
        List<String> securityGroups,
        boolean isPrivate,
        Optional<String> cluster) {

    /** PostgreSQL's port, which a proxy always listens on. */
    private static final int PROXY_PORT = 5432;

    /** The name that RDS uses for it. */
    public enum Type {
        INSTANCE,
        CLUSTER,
        PROXY;

        /** As in "there is no instance ...". */
        @Override
        public String toString() {
            return switch (this) {
                case INSTANCE -> "instance";
                case CLUSTER -> "cluster";
                case PROXY -> "proxy";
            };
        }
    }

    public DatabaseInstance {
        securityGroups = List.copyOf(securityGroups);
    }

    /** As RDS describes an instance. */
    public static DatabaseInstance of(DBInstance instance) {
        var endpoint = Optional.ofNullable(instance.endpoint());
        return new DatabaseInstance(
                Type.INSTANCE,
                instance.dbInstanceIdentifier(),
                instance.dbInstanceArn(),
                instance.dbInstanceStatus(),
                endpoint.map(address -> address.address()),
                // dbInstancePort is 0 in every answer
                endpoint.map(address -> address.port()).orElse(0),
                securityGroups(instance.vpcSecurityGroups()),
                Boolean.FALSE.equals(instance.publiclyAccessible()),
                Optional.ofNullable(instance.dbClusterIdentifier()).filter(name -> !name.isEmpty()));
    }

    /** As RDS describes a cluster. */
    public static DatabaseInstance of(DBCluster cluster) {
        return new DatabaseInstance(
                Type.CLUSTER,
                cluster.dbClusterIdentifier(),
                cluster.dbClusterArn(),
                cluster.status(),
                Optional.ofNullable(cluster.endpoint()),
                Optional.ofNullable(cluster.port()).orElse(0),
                securityGroups(cluster.vpcSecurityGroups()),
                // of an Aurora cluster, each instance has a setting of its own
                !cluster.engine().startsWith("aurora") && Boolean.FALSE.equals(cluster.publiclyAccessible()),
                Optional.empty());
    }

    /** As RDS describes a proxy. */
    public static DatabaseInstance of(DBProxy proxy) {
        return new DatabaseInstance(
                Type.PROXY,
                proxy.dbProxyName(),
                proxy.dbProxyArn(),
                proxy.statusAsString(),
                Optional.ofNullable(proxy.endpoint()),
                PROXY_PORT,
                proxy.vpcSecurityGroupIds(),
                true,
                Optional.empty());
    }

    private static List<String> securityGroups(List<VpcSecurityGroupMembership> memberships) {
        return memberships.stream()
                .map(VpcSecurityGroupMembership::vpcSecurityGroupId)
                .filter(Objects::nonNull)
                .toList();
    }

    /** {@code instance "cruddur-db"}. */
    public String description() {
        return type + " \"" + name + "\"";
    }

    /** The failure when it was deleted since it was last seen. */
    OpsException gone() {
        return new OpsException(Kind.FAILED, description() + " no longer exists", "was it deleted?");
    }
}
