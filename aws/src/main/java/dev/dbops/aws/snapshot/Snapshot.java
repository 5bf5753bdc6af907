package dev.dbops.aws.snapshot;

import dev.dbops.aws.rds.DatabaseInstance;
import java.time.Instant;
import java.util.Optional;
import software.amazon.awssdk.services.rds.model.DBClusterSnapshot;
import software.amazon.awssdk.services.rds.model.DBSnapshot;

/**
 * A snapshot of an instance or a cluster.
 *
 * @param name its name; that of an automated one begins with "rds:"
 * @param of the type of its source: an instance or a cluster
 * @param source the name of that instance or cluster, which may have been deleted
 * @param type manual, automated, or awsbackup
 * @param state RDS's word for its state, such as available
 * @param createdAt when it was taken; empty while it is being taken
 * @param engine such as postgres
 * @param engineVersion such as 17.6
 * @param gibibytes the storage of its source
 * @param encrypted whether it is encrypted
 * @param arn its Amazon Resource Name
 * @param isShared whether another account shares it, so that requests name it by its ARN
 */
public record Snapshot(
        String name,
        DatabaseInstance.Type of,
        String source,
        String type,
        String state,
        Optional<Instant> createdAt,
        String engine,
        String engineVersion,
        int gibibytes,
        boolean encrypted,
        String arn,
        boolean isShared) {

    static final String AVAILABLE = "available";

    /** Returns whether it is a cluster snapshot. */
    boolean ofCluster() {
        return of == DatabaseInstance.Type.CLUSTER;
    }

    /** {@code snapshot "before-migration"}. */
    public String description() {
        return "snapshot \"" + name + "\"";
    }

    /** The copy under another name. */
    public Snapshot named(String other) {
        return new Snapshot(
                other, of, source, type, state, createdAt, engine, engineVersion, gibibytes, encrypted, arn, false);
    }

    /** The snapshot of another account, which has its ARN as name here. */
    Snapshot sharedAs(SnapshotArn shared) {
        return new Snapshot(
                shared.name(),
                of,
                source,
                type,
                state,
                createdAt,
                engine,
                engineVersion,
                gibibytes,
                encrypted,
                shared.text(),
                true);
    }

    /** Its name in requests. */
    String identifier() {
        return isShared ? arn : name;
    }

    /** The region that it is in. */
    String region() {
        return arn.split(":")[3];
    }

    /** The major version of its engine. */
    String major() {
        return major(engineVersion);
    }

    /** The major version of a version, such as 17 of 17.6; empty for an unknown one. */
    static String major(String version) {
        return version == null ? "" : version.split("\\.")[0];
    }

    static Snapshot of(DBSnapshot snapshot) {
        return new Snapshot(
                snapshot.dbSnapshotIdentifier(),
                DatabaseInstance.Type.INSTANCE,
                snapshot.dbInstanceIdentifier(),
                snapshot.snapshotType(),
                snapshot.status(),
                Optional.ofNullable(snapshot.snapshotCreateTime()),
                snapshot.engine(),
                Optional.ofNullable(snapshot.engineVersion()).orElse(""),
                Optional.ofNullable(snapshot.allocatedStorage()).orElse(0),
                Boolean.TRUE.equals(snapshot.encrypted()),
                snapshot.dbSnapshotArn(),
                false);
    }

    static Snapshot of(DBClusterSnapshot snapshot) {
        return new Snapshot(
                snapshot.dbClusterSnapshotIdentifier(),
                DatabaseInstance.Type.CLUSTER,
                snapshot.dbClusterIdentifier(),
                snapshot.snapshotType(),
                snapshot.status(),
                Optional.ofNullable(snapshot.snapshotCreateTime()),
                snapshot.engine(),
                Optional.ofNullable(snapshot.engineVersion()).orElse(""),
                Optional.ofNullable(snapshot.allocatedStorage()).orElse(0),
                Boolean.TRUE.equals(snapshot.storageEncrypted()),
                snapshot.dbClusterSnapshotArn(),
                false);
    }
}
