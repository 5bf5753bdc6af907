package dev.dbops.aws.snapshot;

import dev.dbops.OpsException;
import dev.dbops.OpsException.Kind;
import dev.dbops.aws.AwsClients;
import dev.dbops.aws.provisioning.RequestPlan;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import software.amazon.awssdk.services.rds.model.DeleteDbClusterSnapshotRequest;
import software.amazon.awssdk.services.rds.model.DeleteDbSnapshotRequest;

/** Deletes manual snapshots; AWS itself deletes automated ones. */
public final class SnapshotDeletion {
    private static final String MANUAL = "manual";
    private static final String BACKUP = "awsbackup";

    private final AwsClients clients;
    private final List<Snapshot> snapshots;

    /**
     * @throws OpsException of kind USAGE when one of them is not manual
     */
    public SnapshotDeletion(AwsClients clients, List<Snapshot> snapshots) {
        this.clients = clients;
        this.snapshots = List.copyOf(snapshots);
        this.snapshots.forEach(SnapshotDeletion::requireManual);
    }

    private static void requireManual(Snapshot snapshot) {
        if (snapshot.type().equals(BACKUP)) {
            throw new OpsException(
                    Kind.USAGE,
                    "%s is of AWS Backup, and only AWS Backup deletes it".formatted(snapshot.description()),
                    "delete its recovery point in AWS Backup");
        }
        if (!snapshot.type().equals(MANUAL)) {
            throw new OpsException(
                    Kind.USAGE,
                    "%s is automated, and only manual snapshots can be deleted".formatted(snapshot.description()),
                    "AWS deletes it when the backup retention of its instance or cluster is over");
        }
    }

    /** The manual snapshots that are older than this, in the order of the list. */
    public static List<Snapshot> olderThan(Duration age, List<Snapshot> all) {
        var before = Instant.now().minus(age);
        return all.stream()
                .filter(snapshot -> snapshot.type().equals(MANUAL))
                .filter(snapshot -> snapshot.createdAt()
                        .filter(time -> time.isBefore(before))
                        .isPresent())
                .toList();
    }

    public List<Snapshot> snapshots() {
        return snapshots;
    }

    /** The requests; a failure names the snapshots that are deleted by then. */
    public RequestPlan plan() {
        var plan = new RequestPlan();
        for (var snapshot : snapshots) {
            var done = snapshot.description() + " was deleted";
            if (snapshot.ofCluster()) {
                plan.add(
                        "rds:DeleteDBClusterSnapshot",
                        DeleteDbClusterSnapshotRequest.builder()
                                .dbClusterSnapshotIdentifier(snapshot.name())
                                .build(),
                        clients.rds()::deleteDBClusterSnapshot,
                        done,
                        "");
            } else {
                plan.add(
                        "rds:DeleteDBSnapshot",
                        DeleteDbSnapshotRequest.builder()
                                .dbSnapshotIdentifier(snapshot.name())
                                .build(),
                        clients.rds()::deleteDBSnapshot,
                        done,
                        "");
            }
        }
        return plan;
    }
}
