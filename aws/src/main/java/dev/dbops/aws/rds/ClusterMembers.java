package dev.dbops.aws.rds;

import java.util.List;
import software.amazon.awssdk.services.rds.model.DBCluster;
import software.amazon.awssdk.services.rds.model.DBClusterMember;

/** The writer and the readers of a cluster. */
public final class ClusterMembers {
    private ClusterMembers() {}

    /** The member that writes; empty while there is none. */
    public static String writer(DBCluster cluster) {
        return cluster.dbClusterMembers().stream()
                .filter(member -> Boolean.TRUE.equals(member.isClusterWriter()))
                .map(DBClusterMember::dbInstanceIdentifier)
                .findFirst()
                .orElse("");
    }

    /** The members that read, in the order of AWS. */
    public static List<String> readers(DBCluster cluster) {
        return cluster.dbClusterMembers().stream()
                .filter(member -> !Boolean.TRUE.equals(member.isClusterWriter()))
                .map(DBClusterMember::dbInstanceIdentifier)
                .toList();
    }
}
