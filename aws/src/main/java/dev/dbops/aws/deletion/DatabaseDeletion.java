package dev.dbops.aws.deletion;

import dev.dbops.OpsException;
import dev.dbops.OpsException.Kind;
import dev.dbops.aws.AwsClients;
import dev.dbops.aws.provisioning.ProvisionedDatabases;
import dev.dbops.aws.provisioning.RequestPlan;
import dev.dbops.aws.rds.ClusterMembers;
import dev.dbops.aws.rds.DatabaseInstance;
import dev.dbops.aws.rds.InstanceReference;
import dev.dbops.aws.rds.Waiter;
import dev.dbops.aws.snapshot.Snapshots;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.services.rds.model.DBCluster;
import software.amazon.awssdk.services.rds.model.DBInstance;
import software.amazon.awssdk.services.rds.model.DeleteDbClusterRequest;
import software.amazon.awssdk.services.rds.model.DeleteDbInstanceRequest;
import software.amazon.awssdk.services.rds.model.ModifyDbClusterRequest;
import software.amazon.awssdk.services.rds.model.ModifyDbInstanceRequest;

/**
 * Deletes an instance, or a cluster with its members. Everything that AWS would refuse half-way is checked before
 * the first request.
 */
public final class DatabaseDeletion {
    private static final DateTimeFormatter STAMP =
            DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss").withZone(ZoneOffset.UTC);

    private final AwsClients clients;
    private final DatabaseInstance database;
    private final Choice choice;
    private final ProvisionedDatabases databases;
    private final DeletionConditions conditions;
    private final RequestPlan plan = new RequestPlan();
    private Optional<String> finalSnapshot = Optional.empty();
    private Optional<String> warning = Optional.empty();

    /**
     * The options of the deletion.
     *
     * @param finalSnapshot whether a final snapshot is taken of it
     * @param snapshotName the snapshot's name; empty for the name of the database with the time
     * @param disableProtection whether its deletion protection is turned off first
     */
    public record Choice(boolean finalSnapshot, Optional<String> snapshotName, boolean disableProtection) {}

    /**
     * @throws OpsException of kind REFUSED when it is protected; FAILED when it is in a state in which AWS does not
     *     delete; USAGE when the final snapshot cannot have that name
     */
    public DatabaseDeletion(AwsClients clients, InstanceReference reference, Choice choice) {
        this.clients = clients;
        this.choice = choice;
        this.databases = new ProvisionedDatabases(clients);
        this.database = databases.find(reference);
        this.conditions = new DeletionConditions(database, choice);
        if (database.type() == DatabaseInstance.Type.CLUSTER) {
            databases.cluster(database.name()).ifPresent(this::planCluster);
        } else {
            databases.instance(database.name()).ifPresent(this::planInstance);
        }
    }

    /** The database to delete. */
    public DatabaseInstance database() {
        return database;
    }

    /** The requests. */
    public RequestPlan plan() {
        return plan;
    }

    /** The name of the final snapshot, if one is taken. */
    public Optional<String> finalSnapshot() {
        return finalSnapshot;
    }

    /** A warning about an effect of this deletion that a user may not expect. */
    public Optional<String> warning() {
        return warning;
    }

    /** The effects, to follow the words "this will". */
    public String deed() {
        return finalSnapshot
                .map(name -> "delete %s with its automated backups; the final snapshot \"%s\" remains"
                        .formatted(database.description(), name))
                .orElseGet(() -> database.cluster().isPresent()
                        ? "delete %s; the data of cluster \"%s\" remains"
                                .formatted(
                                        database.description(),
                                        database.cluster().get())
                        : "delete %s with all data and its automated backups".formatted(database.description()));
    }

    /** Starts the deletion, which takes minutes. */
    public void run() {
        plan.run();
    }

    /** Waits until it is deleted. */
    public void awaitGone(Waiter waiter) {
        databases.awaitGone(database.type(), database.name(), waiter);
    }

    private void planInstance(DBInstance instance) {
        conditions.requireDeletable(instance.dbInstanceStatus());
        if (conditions.turnsProtectionOff(instance.deletionProtection())) {
            conditions.requireModifiable(instance.dbInstanceStatus());
            plan.add(
                    "rds:ModifyDBInstance",
                    ModifyDbInstanceRequest.builder()
                            .dbInstanceIdentifier(database.name())
                            .deletionProtection(false)
                            .applyImmediately(true)
                            .build(),
                    clients.rds()::modifyDBInstance,
                    "its deletion protection was turned off",
                    protectAgain());
        }
        if (database.cluster().isPresent()) {
            memberOf(database.cluster().get());
        } else if (instance.readReplicaSourceDBInstanceIdentifier() == null) {
            chooseSnapshot(false);
        } else {
            conditions.refuseNamedSnapshot("a read replica");
        }
        var request = DeleteDbInstanceRequest.builder().dbInstanceIdentifier(database.name());
        finalSnapshot.ifPresentOrElse(request::finalDBSnapshotIdentifier, () -> request.skipFinalSnapshot(true));
        plan.add("rds:DeleteDBInstance", request.build(), clients.rds()::deleteDBInstance, "", "");
    }

    private void memberOf(String name) {
        conditions.refuseNamedSnapshot("a member of cluster \"%s\"".formatted(name));
        var cluster = databases.cluster(name);
        cluster.ifPresent(known -> conditions.requireRunning("cluster \"%s\"".formatted(name), known.status(), name));
        if (cluster.isPresent() && cluster.get().dbClusterMembers().size() == 1) {
            warning = Optional.of(
                    ("this is the last instance of cluster \"%s\": no client can connect afterwards, and its"
                                    + " storage still costs; to delete the cluster: db-ops rds-delete --instance %s")
                            .formatted(name, name));
        }
    }

    private void planCluster(DBCluster cluster) {
        conditions.requireDeletable(cluster.status());
        conditions.requireRunning(database.description(), cluster.status(), database.name());
        if (conditions.turnsProtectionOff(cluster.deletionProtection())) {
            plan.add(
                    "rds:ModifyDBCluster",
                    ModifyDbClusterRequest.builder()
                            .dbClusterIdentifier(database.name())
                            .deletionProtection(false)
                            .applyImmediately(true)
                            .build(),
                    clients.rds()::modifyDBCluster,
                    "its deletion protection was turned off",
                    protectAgain());
        }
        chooseSnapshot(true);
        for (var member : deletedBefore(cluster)) {
            plan.add(
                    "rds:DeleteDBInstance",
                    DeleteDbInstanceRequest.builder()
                            .dbInstanceIdentifier(member)
                            .skipFinalSnapshot(true)
                            .build(),
                    clients.rds()::deleteDBInstance,
                    "its instance \"%s\" was deleted".formatted(member),
                    "");
        }
        var request = DeleteDbClusterRequest.builder().dbClusterIdentifier(database.name());
        finalSnapshot.ifPresentOrElse(request::finalDBSnapshotIdentifier, () -> request.skipFinalSnapshot(true));
        plan.add("rds:DeleteDBCluster", request.build(), clients.rds()::deleteDBCluster, "", "");
    }

    /**
     * The instances to delete before the cluster, readers first: then no failover occurs when the writer is deleted.
     * The instances of a Multi-AZ cluster that is not Aurora's are deleted with it.
     */
    private static List<String> deletedBefore(DBCluster cluster) {
        if (!cluster.engine().startsWith("aurora")) {
            return List.of();
        }
        var members = new ArrayList<>(ClusterMembers.readers(cluster));
        var writer = ClusterMembers.writer(cluster);
        if (!writer.isEmpty()) {
            members.add(writer);
        }
        return members;
    }

    private String protectAgain() {
        return "db-ops rds-modify --instance %s --deletion-protection --yes --region %s"
                .formatted(database.name(), clients.region());
    }

    private void chooseSnapshot(boolean ofCluster) {
        if (!choice.finalSnapshot()) {
            return;
        }
        var name = choice.snapshotName().orElseGet(() -> database.name() + "-final-" + STAMP.format(Instant.now()));
        if (choice.snapshotName().isPresent()
                && new Snapshots(clients).find(name, ofCluster).isPresent()) {
            throw new OpsException(
                    Kind.USAGE,
                    "there is a snapshot \"%s\" already".formatted(name),
                    "choose another name, or omit --final-snapshot");
        }
        finalSnapshot = Optional.of(name);
    }
}
