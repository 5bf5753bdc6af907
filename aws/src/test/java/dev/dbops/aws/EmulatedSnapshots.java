package dev.dbops.aws;

import java.util.List;
import java.util.function.Function;
import software.amazon.awssdk.services.rds.RdsClient;
import software.amazon.awssdk.services.rds.model.DBSnapshot;

/** Makes and looks at snapshots, straight in the emulator. */
public final class EmulatedSnapshots {
    private final AwsEmulator aws;

    public EmulatedSnapshots(AwsEmulator aws) {
        this.aws = aws;
    }

    /** Takes one of an instance. */
    public void take(String instance, String name) {
        with(
                AwsEmulator.REGION,
                rds -> rds.createDBSnapshot(
                        request -> request.dbInstanceIdentifier(instance).dbSnapshotIdentifier(name)));
    }

    /** Takes one of a cluster. */
    public void takeOfCluster(String cluster, String name) {
        with(
                AwsEmulator.REGION,
                rds -> rds.createDBClusterSnapshot(
                        request -> request.dbClusterIdentifier(cluster).dbClusterSnapshotIdentifier(name)));
    }

    /**
     * One of an instance of another account, which shares it.
     *
     * @return its ARN
     */
    public String shared(String name, boolean encrypted) {
        return aws.control(
                        "shared-snapshot",
                        "{\"kind\": \"DBSnapshot\", \"name\": \"%s\", \"encrypted\": %b}".formatted(name, encrypted))
                .replace("\"", "");
    }

    /**
     * One of a cluster of another account, which shares it.
     *
     * @return its ARN
     */
    public String sharedOfCluster(String name) {
        return aws.control("shared-snapshot", "{\"kind\": \"DBClusterSnapshot\", \"name\": \"%s\"}".formatted(name))
                .replace("\"", "");
    }

    /** Lets a snapshot be that old. */
    public void age(String name, int days) {
        aws.control("snapshot-age", """
            {"region": "%s", "name": "%s", "days": %d}\
            """.formatted(AwsEmulator.REGION, name, days));
    }

    /** The names of the manual ones of instances. */
    public List<String> manual() {
        return manual(AwsEmulator.REGION);
    }

    /** The names of the manual ones of instances in a region. */
    public List<String> manual(String region) {
        return with(
                region,
                rds ->
                        rds
                                .describeDBSnapshotsPaginator(request -> request.snapshotType("manual"))
                                .dbSnapshots()
                                .stream()
                                .map(DBSnapshot::dbSnapshotIdentifier)
                                .toList());
    }

    /** The names of the automated ones of instances. */
    public List<String> automated() {
        return with(
                AwsEmulator.REGION,
                rds ->
                        rds
                                .describeDBSnapshotsPaginator(request -> request.snapshotType("automated"))
                                .dbSnapshots()
                                .stream()
                                .map(DBSnapshot::dbSnapshotIdentifier)
                                .toList());
    }

    /** The names of the manual ones of clusters. */
    public List<String> manualOfClusters() {
        return manualOfClusters(AwsEmulator.REGION);
    }

    /** The names of the manual ones of clusters in a region. */
    public List<String> manualOfClusters(String region) {
        return with(
                region,
                rds -> rds
                        .describeDBClusterSnapshotsPaginator(request -> request.snapshotType("manual"))
                        .dbClusterSnapshots()
                        .stream()
                        .map(snapshot -> snapshot.dbClusterSnapshotIdentifier())
                        .toList());
    }

    /** One of an instance. */
    public DBSnapshot find(String region, String name) {
        return with(
                region,
                rds -> rds.describeDBSnapshots(request -> request.dbSnapshotIdentifier(name))
                        .dbSnapshots()
                        .getFirst());
    }

    /** The accounts that may restore one of an instance. */
    public List<String> sharedWith(String region, String name) {
        return with(
                region,
                rds -> rds.describeDBSnapshotAttributes(request -> request.dbSnapshotIdentifier(name))
                        .dbSnapshotAttributesResult()
                        .dbSnapshotAttributes()
                        .getFirst()
                        .attributeValues());
    }

    /** The accounts that may restore one of a cluster. */
    public List<String> ofClusterSharedWith(String name) {
        return with(
                AwsEmulator.REGION,
                rds -> rds.describeDBClusterSnapshotAttributes(request -> request.dbClusterSnapshotIdentifier(name))
                        .dbClusterSnapshotAttributesResult()
                        .dbClusterSnapshotAttributes()
                        .getFirst()
                        .attributeValues());
    }

    private <T> T with(String region, Function<RdsClient, T> look) {
        try (var clients = aws.clients();
                var there = clients.inRegion(region)) {
            return look.apply(there.rds());
        }
    }
}
