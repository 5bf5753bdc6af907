package dev.dbops.aws.snapshot;

import dev.dbops.aws.AwsCall;
import dev.dbops.aws.AwsClients;
import java.util.List;

/** The accounts that may restore a snapshot. */
public final class SnapshotShares {
    private static final String MANUAL = "manual";
    private static final String MAY_RESTORE = "restore";

    private final AwsClients clients;

    public SnapshotShares(AwsClients clients) {
        this.clients = clients;
    }

    /** The accounts; "all" when it is public. AWS shares manual snapshots only. */
    public List<String> of(Snapshot snapshot) {
        if (!snapshot.type().equals(MANUAL)) {
            return List.of();
        }
        return snapshot.ofCluster() ? ofCluster(snapshot.name()) : ofInstance(snapshot.name());
    }

    private List<String> ofInstance(String name) {
        return AwsCall.of(
                "rds:DescribeDBSnapshotAttributes",
                () -> clients
                        .rds()
                        .describeDBSnapshotAttributes(request -> request.dbSnapshotIdentifier(name))
                        .dbSnapshotAttributesResult()
                        .dbSnapshotAttributes()
                        .stream()
                        .filter(attribute -> attribute.attributeName().equals(MAY_RESTORE))
                        .flatMap(attribute -> attribute.attributeValues().stream())
                        .toList());
    }

    private List<String> ofCluster(String name) {
        return AwsCall.of(
                "rds:DescribeDBClusterSnapshotAttributes",
                () -> clients
                        .rds()
                        .describeDBClusterSnapshotAttributes(request -> request.dbClusterSnapshotIdentifier(name))
                        .dbClusterSnapshotAttributesResult()
                        .dbClusterSnapshotAttributes()
                        .stream()
                        .filter(attribute -> attribute.attributeName().equals(MAY_RESTORE))
                        .flatMap(attribute -> attribute.attributeValues().stream())
                        .toList());
    }
}
