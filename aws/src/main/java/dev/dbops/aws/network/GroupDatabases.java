package dev.dbops.aws.network;

import dev.dbops.aws.AwsCall;
import dev.dbops.aws.AwsClients;
import java.util.ArrayList;
import java.util.List;
import software.amazon.awssdk.services.rds.model.VpcSecurityGroupMembership;

/** The databases of a region that a security group guards. */
public final class GroupDatabases {
    private final AwsClients clients;

    public GroupDatabases(AwsClients clients) {
        this.clients = clients;
    }

    /** The names of the instances, and of the clusters without a listed instance. */
    public List<String> by(String group) {
        var names = new ArrayList<String>();
        var clusters = new ArrayList<String>();
        AwsCall.of("rds:DescribeDBInstances", () -> {
            for (var instance : clients.rds().describeDBInstancesPaginator().dbInstances()) {
                if (guards(group, instance.vpcSecurityGroups())) {
                    names.add(instance.dbInstanceIdentifier());
                    clusters.add(String.valueOf(instance.dbClusterIdentifier()));
                }
            }
            return names;
        });
        AwsCall.of("rds:DescribeDBClusters", () -> {
            for (var cluster : clients.rds().describeDBClustersPaginator().dbClusters()) {
                if (guards(group, cluster.vpcSecurityGroups()) && !clusters.contains(cluster.dbClusterIdentifier())) {
                    names.add(cluster.dbClusterIdentifier());
                }
            }
            return names;
        });
        names.sort(null);
        return names;
    }

    private static boolean guards(String group, List<VpcSecurityGroupMembership> memberships) {
        for (var membership : memberships) {
            if (group.equals(membership.vpcSecurityGroupId())) {
                return true;
            }
        }
        return false;
    }
}
