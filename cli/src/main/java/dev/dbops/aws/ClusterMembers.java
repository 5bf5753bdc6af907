package dev.dbops.aws;

import java.util.List;
import software.amazon.awssdk.services.rds.model.DBCluster;
import software.amazon.awssdk.services.rds.model.DBClusterMember;

/** Which members of a cluster write, and which read. */
final class ClusterMembers {
    private ClusterMembers() {}

    /** The member that writes; empty while there is none. */
    static String writer(DBCluster cluster) {
        return cluster.dbClusterMembers().stream()
                .filter(DBClusterMember::isClusterWriter)
                .map(DBClusterMember::dbInstanceIdentifier)
                .findFirst()
                .orElse("");
    }

    static List<String> readers(DBCluster cluster) {
        return cluster.dbClusterMembers().stream()
                .filter(member -> !member.isClusterWriter())
                .map(DBClusterMember::dbInstanceIdentifier)
                .toList();
    }
}
