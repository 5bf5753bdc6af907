package dev.dbops.aws.snapshot;

import dev.dbops.OpsException;
import dev.dbops.OpsException.Kind;
import dev.dbops.aws.AwsCall;
import dev.dbops.aws.AwsClients;
import dev.dbops.aws.provisioning.ProvisionedDatabases;
import dev.dbops.aws.rds.DatabaseInstance;
import dev.dbops.aws.rds.DatabaseInstances;
import dev.dbops.aws.rds.InstanceReference;
import dev.dbops.aws.rds.Waiter;
import dev.dbops.target.RdsEndpoint;
import dev.dbops.text.Spelling;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.services.rds.model.DbClusterSnapshotNotFoundException;
import software.amazon.awssdk.services.rds.model.DbSnapshotNotFoundException;

/** The snapshots of a region. */
public final class Snapshots {
    private static final String DESCRIBE = "rds:DescribeDBSnapshots";
    private static final String DESCRIBE_OF_CLUSTERS = "rds:DescribeDBClusterSnapshots";

    /** The prefix of the names of automated snapshots, which no other snapshot may have. */
    static final String AUTOMATED = "rds:";

    /** The number of names that a hint shows. */
    private static final int NAMES_SHOWN = 5;

    private final AwsClients clients;

    public Snapshots(AwsClients clients) {
        this.clients = clients;
    }

    /**
     * All snapshots, automated and manual, of instances and clusters; newest first, after those that
     * are being taken.
     */
    public List<Snapshot> list() {
        return newestFirst(ofInstances(null), ofClusters(null));
    }

    /**
     * The snapshots of one instance or cluster, which may be deleted; for a member, those of its cluster.
     *
     * @throws OpsException of kind USAGE when there is neither a snapshot nor an instance or cluster of that name
     */
    public List<Snapshot> list(InstanceReference reference) {
        var databases = new DatabaseInstances(clients);
        var leadsElsewhere = reference
                .kind()
                .filter(kind -> kind != RdsEndpoint.Kind.INSTANCE
                        && kind != RdsEndpoint.Kind.CLUSTER
                        && kind != RdsEndpoint.Kind.CLUSTER_READER)
                .isPresent();
        if (leadsElsewhere) {
            return list(
                    new ProvisionedDatabases(clients).findWithData(reference).name());
        }
        databases.refuseOtherAccount(reference);
        var instance = databases.instance(reference.name());
        var found = list(instance.flatMap(DatabaseInstance::cluster).orElse(reference.name()));
        return found.isEmpty() && instance.isEmpty()
                ? list(databases.find(reference).name())
                : found;
    }

    private List<Snapshot> list(String source) {
        return newestFirst(ofInstances(source), ofClusters(source));
    }

    private static List<Snapshot> newestFirst(List<Snapshot> ofInstances, List<Snapshot> ofClusters) {
        var all = new ArrayList<>(ofInstances);
        all.addAll(ofClusters);
        all.sort(
                Comparator.comparing((Snapshot snapshot) -> snapshot.createdAt().orElse(Instant.MAX))
                        .reversed()
                        .thenComparing(Snapshot::name));
        return all;
    }

    private List<Snapshot> ofInstances(String source) {
        return AwsCall.of(
                DESCRIBE,
                () -> clients
                        .rds()
                        .describeDBSnapshotsPaginator(request -> request.dbInstanceIdentifier(source))
                        .dbSnapshots()
                        .stream()
                        .map(Snapshot::of)
                        .toList());
    }

    private List<Snapshot> ofClusters(String source) {
        return AwsCall.of(
                DESCRIBE_OF_CLUSTERS,
                () -> clients
                        .rds()
                        .describeDBClusterSnapshotsPaginator(request -> request.dbClusterIdentifier(source))
                        .dbClusterSnapshots()
                        .stream()
                        .map(Snapshot::of)
                        .toList());
    }

    /**
     * Finds a snapshot by its name, or by its ARN, which may be of an account that shares it.
     *
     * @throws OpsException of kind USAGE when it does not exist; the hint suggests similar names
     */
    public Snapshot find(String name) {
        return SnapshotArn.parse(name)
                .map(this::find)
                .orElseGet(() -> find(name, false).or(() -> find(name, true)).orElseThrow(() -> notFound(name)));
    }

    private Snapshot find(SnapshotArn arn) {
        arn.requireRegion(clients.region());
        var own = AwsCall.of("sts:GetCallerIdentity", () -> clients.sts().getCallerIdentity())
                .account();
        if (arn.account().equals(own)) {
            return find(arn.name(), arn.ofCluster()).orElseThrow(() -> notFound(arn.name()));
        }
        return find(arn.text(), arn.ofCluster())
                .map(found -> found.sharedAs(arn))
                .orElseThrow(() -> new OpsException(
                        Kind.USAGE,
                        "account %s shares no snapshot \"%s\" with account %s in %s"
                                .formatted(arn.account(), arn.name(), own, arn.region()),
                        "let its owner share it: db-ops rds-snapshot --snapshot %s --share %s"
                                .formatted(arn.name(), own)));
    }

    /** The snapshot with that name, of an instance or of a cluster, if it exists. */
    public Optional<Snapshot> find(String name, boolean ofCluster) {
        return ofCluster ? findOfCluster(name) : findOfInstance(name);
    }

    private Optional<Snapshot> findOfInstance(String name) {
        return AwsCall.of(DESCRIBE, () -> {
            try {
                return clients
                        .rds()
                        .describeDBSnapshots(request -> request.dbSnapshotIdentifier(name)
                                .snapshotType(type(name))
                                .includeShared(isArn(name) ? true : null))
                        .dbSnapshots()
                        .stream()
                        .findFirst()
                        .map(Snapshot::of);
            } catch (DbSnapshotNotFoundException _) {
                return Optional.empty();
            }
        });
    }

    private Optional<Snapshot> findOfCluster(String name) {
        return AwsCall.of(DESCRIBE_OF_CLUSTERS, () -> {
            try {
                return clients
                        .rds()
                        .describeDBClusterSnapshots(request -> request.dbClusterSnapshotIdentifier(name)
                                .snapshotType(type(name))
                                .includeShared(isArn(name) ? true : null))
                        .dbClusterSnapshots()
                        .stream()
                        .findFirst()
                        .map(Snapshot::of);
            } catch (DbClusterSnapshotNotFoundException _) {
                return Optional.empty();
            }
        });
    }

    /** An automated snapshot is found by its type only (DescribeDBSnapshots in the RDS API reference). */
    private static String type(String name) {
        if (name.startsWith(AUTOMATED)) {
            return "automated";
        }
        return name.startsWith("awsbackup:") ? "awsbackup" : null;
    }

    private static boolean isArn(String name) {
        return name.startsWith("arn:");
    }

    private OpsException notFound(String name) {
        var all = list().stream().map(Snapshot::name).toList();
        var nearest = Spelling.nearest(name, all);
        var hint = all.isEmpty()
                ? "there is none in this region: check --region and the account (--profile)"
                : nearest.isEmpty()
                        ? "the newest are %s; db-ops rds-snapshots --all lists all"
                                .formatted(String.join(", ", all.subList(0, Math.min(NAMES_SHOWN, all.size()))))
                        : "did you mean \"" + nearest + "\"?";
        return new OpsException(
                Kind.USAGE, "there is no snapshot \"%s\" in %s".formatted(name, clients.region()), hint);
    }

    /** Waits until the snapshot can be restored, copied and shared. */
    Snapshot awaitAvailable(Snapshot snapshot, Waiter waiter) {
        waiter.until(
                snapshot.description(),
                Snapshot.AVAILABLE,
                "db-ops rds-snapshots --instance %s --region %s".formatted(snapshot.source(), clients.region()),
                () -> again(snapshot).state());
        return again(snapshot);
    }

    private Snapshot again(Snapshot snapshot) {
        return find(snapshot.identifier(), snapshot.ofCluster())
                .map(found -> snapshot.isShared()
                        ? found.sharedAs(SnapshotArn.parse(snapshot.arn()).orElseThrow())
                        : found)
                .orElseThrow(() ->
                        new OpsException(Kind.FAILED, snapshot.description() + " no longer exists", "was it deleted?"));
    }
}
