package dev.dbops.aws.snapshot;

import dev.dbops.OpsException;
import dev.dbops.OpsException.Kind;
import dev.dbops.aws.AwsClients;
import dev.dbops.aws.provisioning.Leftovers;
import dev.dbops.aws.provisioning.RequestPlan;
import dev.dbops.aws.provisioning.ResourceTags;
import dev.dbops.aws.rds.DatabaseInstance;
import dev.dbops.aws.rds.Waiter;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import software.amazon.awssdk.services.rds.model.CopyDbClusterSnapshotRequest;
import software.amazon.awssdk.services.rds.model.CopyDbSnapshotRequest;
import software.amazon.awssdk.services.rds.model.CreateDbClusterSnapshotRequest;
import software.amazon.awssdk.services.rds.model.CreateDbSnapshotRequest;
import software.amazon.awssdk.services.rds.model.ModifyDbClusterSnapshotAttributeRequest;
import software.amazon.awssdk.services.rds.model.ModifyDbSnapshotAttributeRequest;

/** Takes snapshots of instances and clusters, copies them to other regions, and shares them with other accounts. */
public final class SnapshotTaking {
    /** The attribute that lists the accounts that may restore (ModifyDBSnapshotAttribute in the RDS API reference). */
    private static final String MAY_RESTORE = "restore";

    private final AwsClients clients;
    private final ResourceTags tags;
    private final List<String> done = new ArrayList<>();
    private final List<String> remedies = new ArrayList<>();

    public SnapshotTaking(AwsClients clients) {
        this(clients, ResourceTags.NONE);
    }

    /**
     * @param tags the tags of the snapshot and of its copy
     */
    public SnapshotTaking(AwsClients clients, ResourceTags tags) {
        this.clients = clients;
        this.tags = tags;
    }

    /** The request that takes one. */
    public RequestPlan plan(DatabaseInstance database, String name) {
        var plan = new RequestPlan();
        return database.type() == DatabaseInstance.Type.CLUSTER
                ? plan.add(
                        "rds:CreateDBClusterSnapshot",
                        CreateDbClusterSnapshotRequest.builder()
                                .dbClusterIdentifier(database.name())
                                .dbClusterSnapshotIdentifier(name)
                                .build(),
                        clients.rds()::createDBClusterSnapshot,
                        "",
                        "")
                : plan.add(
                        "rds:CreateDBSnapshot",
                        CreateDbSnapshotRequest.builder()
                                .dbInstanceIdentifier(database.name())
                                .dbSnapshotIdentifier(name)
                                .build(),
                        clients.rds()::createDBSnapshot,
                        "",
                        "");
    }

    /** Takes a snapshot. */
    public Snapshot take(DatabaseInstance database, String name) {
        plan(database, name).tagged(tags).run();
        var taken = new Snapshots(clients).find(name);
        left(taken, clients);
        return taken;
    }

    /** Waits until the snapshot is available. */
    public Snapshot await(Snapshot snapshot, Waiter waiter) {
        return named(() -> new Snapshots(clients).awaitAvailable(snapshot, waiter));
    }

    /** The request that copies it. */
    public static RequestPlan copyPlan(Snapshot snapshot, AwsClients from, SnapshotCopy copy) {
        var to = copy.clients();
        var plan = new RequestPlan();
        var otherRegion = !to.region().equals(from.region());
        if (snapshot.ofCluster()) {
            var request = CopyDbClusterSnapshotRequest.builder()
                    .sourceDBClusterSnapshotIdentifier(snapshot.arn())
                    .targetDBClusterSnapshotIdentifier(copy.name())
                    .copyTags(true);
            copy.key(snapshot).ifPresent(request::kmsKeyId);
            if (otherRegion) {
                request.sourceRegion(from.region());
            }
            return plan.add("rds:CopyDBClusterSnapshot", request.build(), to.rds()::copyDBClusterSnapshot, "", "");
        }
        var request = CopyDbSnapshotRequest.builder()
                .sourceDBSnapshotIdentifier(snapshot.arn())
                .targetDBSnapshotIdentifier(copy.name())
                .copyTags(true);
        copy.key(snapshot).ifPresent(request::kmsKeyId);
        if (otherRegion) {
            request.sourceRegion(from.region());
        }
        return plan.add("rds:CopyDBSnapshot", request.build(), to.rds()::copyDBSnapshot, "", "");
    }

    /** Copies an available snapshot. */
    public Snapshot copy(Snapshot snapshot, SnapshotCopy copy) {
        return named(() -> {
            copyPlan(snapshot, clients, copy).tagged(tags).run();
            var copied = new Snapshots(copy.clients()).find(copy.name());
            left(copied, copy.clients());
            return copied;
        });
    }

    /** Waits until the copy is available. */
    public Snapshot awaitCopy(Snapshot copied, SnapshotCopy copy, Waiter waiter) {
        return named(() -> new Snapshots(copy.clients()).awaitAvailable(copied, waiter));
    }

    /** The request that shares it. */
    public static RequestPlan sharePlan(Snapshot snapshot, AwsClients in, List<String> accounts) {
        return attributePlan(snapshot, in, accounts, null);
    }

    /** The request that no longer shares it. */
    public static RequestPlan unsharePlan(Snapshot snapshot, AwsClients in, List<String> accounts) {
        return attributePlan(snapshot, in, null, accounts);
    }

    private static RequestPlan attributePlan(
            Snapshot snapshot, AwsClients in, List<String> added, List<String> removed) {
        var plan = new RequestPlan();
        return snapshot.ofCluster()
                ? plan.add(
                        "rds:ModifyDBClusterSnapshotAttribute",
                        ModifyDbClusterSnapshotAttributeRequest.builder()
                                .dbClusterSnapshotIdentifier(snapshot.name())
                                .attributeName(MAY_RESTORE)
                                .valuesToAdd(added)
                                .valuesToRemove(removed)
                                .build(),
                        in.rds()::modifyDBClusterSnapshotAttribute,
                        "",
                        "")
                : plan.add(
                        "rds:ModifyDBSnapshotAttribute",
                        ModifyDbSnapshotAttributeRequest.builder()
                                .dbSnapshotIdentifier(snapshot.name())
                                .attributeName(MAY_RESTORE)
                                .valuesToAdd(added)
                                .valuesToRemove(removed)
                                .build(),
                        in.rds()::modifyDBSnapshotAttribute,
                        "",
                        "");
    }

    /** Lets accounts restore an available snapshot. */
    public void share(Snapshot snapshot, AwsClients in, List<String> accounts) {
        named(() -> {
            try {
                sharePlan(snapshot, in, accounts).run();
            } catch (OpsException e) {
                throw snapshot.encrypted() && e.kind() != Kind.UNREACHABLE ? defaultKey(e, in) : e;
            }
            return snapshot;
        });
    }

    /** "Sharing encrypted snapshots" in the RDS user guide: one with the account's default key cannot be shared. */
    private static OpsException defaultKey(OpsException failure, AwsClients in) {
        return failure.withHint(
                "a snapshot with the account's default key (aws/rds) cannot be shared; copy it with a key of"
                        + " yours that the other account may use: --copy-to %s --kms-key KEY".formatted(in.region()));
    }

    private void left(Snapshot snapshot, AwsClients in) {
        done.add("%s in %s was created".formatted(snapshot.description(), in.region()));
        remedies.addFirst("db-ops rds-snapshots-delete %s --region %s".formatted(snapshot.name(), in.region()));
    }

    /** A failure names the snapshots that exist by then; after a timeout, nothing needs to be undone. */
    private <T> T named(Supplier<T> work) {
        try {
            return work.get();
        } catch (OpsException e) {
            var passing = e.kind() == Kind.TIMEOUT || e.kind() == Kind.INTERRUPTED;
            throw done.isEmpty() || passing ? e : Leftovers.named(e, done, remedies);
        }
    }
}
