package dev.dbops.aws.snapshot;

import dev.dbops.OpsException;
import dev.dbops.OpsException.Kind;
import dev.dbops.aws.AwsClients;
import dev.dbops.aws.provisioning.ProvisionedDatabase;
import dev.dbops.aws.provisioning.ProvisionedDatabases;
import dev.dbops.aws.provisioning.RequestPlan;
import dev.dbops.aws.provisioning.TakenName;
import dev.dbops.aws.rds.DatabaseInstance.Type;
import dev.dbops.aws.rds.InstanceReference;
import dev.dbops.aws.rds.Waiter;
import dev.dbops.aws.secret.ManagedPassword;
import java.util.Optional;
import software.amazon.awssdk.services.rds.model.DBCluster;
import software.amazon.awssdk.services.rds.model.DBInstance;

/** Restores a snapshot, or the state of a database at a past time, to a new instance or cluster. */
public final class DatabaseRestore {
    private final AwsClients clients;
    private final ProvisionedDatabases databases;
    private final String target;
    private final RestorePlacement placement;
    private final RequestPlan plan = new RequestPlan();
    private Type type = Type.INSTANCE;
    private Optional<String> warning = Optional.empty();
    private Optional<String> sourceSecret = Optional.empty();
    private LaterSettings later = LaterSettings.none();

    private DatabaseRestore(AwsClients clients, String target, RestorePlacement placement) {
        this.clients = clients;
        this.databases = new ProvisionedDatabases(clients);
        this.target = target;
        this.placement = placement;
    }

    /**
     * Restores a snapshot.
     *
     * @param target the name of the new instance or cluster
     * @throws OpsException of kind USAGE when there is no such snapshot, or the target's name is taken
     */
    public static DatabaseRestore ofSnapshot(
            AwsClients clients, RestorePoint.OfSnapshot point, String target, RestorePlacement placement) {
        var restore = new DatabaseRestore(clients, target, placement);
        restore.planSnapshot(new Snapshots(clients).find(point.name()));
        return restore;
    }

    /**
     * Restores a database, or the cluster of a member, as it was at a past time.
     *
     * @param target the name of the new instance or cluster
     * @throws OpsException of kind USAGE when there is no such database, its backups do not cover the time, or the
     *     target's name is taken
     */
    public static DatabaseRestore ofTime(
            AwsClients clients,
            InstanceReference reference,
            RestorePoint point,
            String target,
            RestorePlacement placement) {
        var restore = new DatabaseRestore(clients, target, placement);
        var found = restore.databases.findWithData(reference);
        if (found.type() == Type.CLUSTER) {
            restore.databases.cluster(found.name()).ifPresent(cluster -> restore.planCluster(cluster, point));
        } else {
            restore.databases.instance(found.name()).ifPresent(instance -> restore.planInstance(instance, point));
        }
        return restore;
    }

    private void planSnapshot(Snapshot snapshot) {
        refuseTakenName();
        if (!snapshot.state().equals(Snapshot.AVAILABLE)) {
            throw new OpsException(
                    Kind.FAILED,
                    "%s is %s".formatted(snapshot.description(), snapshot.state()),
                    "wait until it is available: db-ops rds-snapshots --instance " + snapshot.source());
        }
        refuseEncryptedAndShared(snapshot);
        if (snapshot.ofCluster()) {
            // another account's database has a namesake here at most
            var cluster = snapshot.isShared() ? Optional.<DBCluster>empty() : databases.cluster(snapshot.source());
            type = Type.CLUSTER;
            sourceSecret = cluster.flatMap(DatabaseRestore::secret);
            warning = warning(snapshot, cluster.map(DBCluster::engineVersion));
            new ClusterRestore(clients, target, cluster, placement).addFromSnapshot(plan, snapshot);
        } else {
            var instance = snapshot.isShared() ? Optional.<DBInstance>empty() : databases.instance(snapshot.source());
            sourceSecret = instance.flatMap(DatabaseRestore::secret);
            warning = warning(snapshot, instance.map(DBInstance::engineVersion));
            later = instance.map(LaterSettings::of).orElse(later);
            new InstanceRestore(clients, target, instance, placement).addFromSnapshot(plan, snapshot);
        }
    }

    /** "You can't restore a DB instance from a DB snapshot that is both shared and encrypted" (RDS user guide). */
    private void refuseEncryptedAndShared(Snapshot snapshot) {
        if (snapshot.isShared() && snapshot.encrypted()) {
            throw new OpsException(
                    Kind.USAGE,
                    "%s is of another account and encrypted, and AWS restores only a copy of such a snapshot"
                            .formatted(snapshot.description()),
                    "copy it first: db-ops rds-snapshot --snapshot %s --copy-to %s"
                            .formatted(snapshot.arn(), clients.region()));
        }
    }

    private Optional<String> warning(Snapshot snapshot, Optional<String> sourceVersion) {
        if (snapshot.isShared()) {
            return Optional.of(("%s is of another account: AWS's defaults are used unless --subnet-group,"
                            + " --security-group, --parameter-group and --class are given")
                    .formatted(snapshot.description()));
        }
        if (sourceVersion.isEmpty()) {
            return Optional.of(
                    ("%s \"%s\" was deleted with its network settings and parameters: AWS's defaults are used"
                                    + " unless --subnet-group, --security-group and --class are given")
                            .formatted(type, snapshot.source()));
        }
        if (placement.parameterGroup().isEmpty() && !snapshot.major().equals(Snapshot.major(sourceVersion.get()))) {
            return Optional.of(
                    ("%s is of PostgreSQL %s, and %s \"%s\" is of %s by now: AWS's default parameters are used"
                                    + " unless --parameter-group is given")
                            .formatted(
                                    snapshot.description(),
                                    snapshot.engineVersion(),
                                    type,
                                    snapshot.source(),
                                    sourceVersion.get()));
        }
        return Optional.empty();
    }

    private void planCluster(DBCluster cluster, RestorePoint point) {
        refuseTakenName();
        var name = cluster.dbClusterIdentifier();
        BackupWindow.ofCluster(cluster).require(point, "cluster \"%s\"".formatted(name));
        type = Type.CLUSTER;
        sourceSecret = secret(cluster);
        new ClusterRestore(clients, target, Optional.of(cluster), placement).addToTime(plan, cluster, point);
    }

    private void planInstance(DBInstance instance, RestorePoint point) {
        refuseTakenName();
        var name = instance.dbInstanceIdentifier();
        BackupWindow.ofInstance(clients, instance).require(point, "instance \"%s\"".formatted(name));
        sourceSecret = secret(instance);
        later = LaterSettings.of(instance);
        new InstanceRestore(clients, target, Optional.of(instance), placement).addToTime(plan, name, point);
    }

    private static Optional<String> secret(DBCluster cluster) {
        return Optional.ofNullable(cluster.masterUserSecret()).map(known -> known.secretArn());
    }

    private static Optional<String> secret(DBInstance instance) {
        return Optional.ofNullable(instance.masterUserSecret()).map(known -> known.secretArn());
    }

    private void refuseTakenName() {
        TakenName.refuse(clients, target);
    }

    /** {@code instance "cruddur-db-2"}. */
    public String description() {
        return "%s \"%s\"".formatted(type, target);
    }

    /** A note about settings that the source does not give; empty when it gives all. */
    public Optional<String> warning() {
        return warning;
    }

    /** The requests. */
    public RequestPlan plan() {
        return plan;
    }

    /** Starts the restore, which takes minutes. */
    public ProvisionedDatabase run() {
        plan.run();
        return databases
                .find(type, target)
                .map(this::withOwnSecret)
                .orElseThrow(() -> new OpsException(Kind.FAILED, description() + " does not exist after the restore"));
    }

    /**
     * Waits until it is available; then lets RDS keep its master password, if RDS keeps that of the source, and copies
     * the settings that cannot be restored.
     */
    public ProvisionedDatabase awaitAvailable(Waiter waiter) {
        var available = withOwnSecret(databases.awaitAvailable(type, target, waiter));
        if (sourceSecret.isPresent() && available.secret().isEmpty()) {
            var password = new ManagedPassword(clients, type, target);
            if (type == Type.INSTANCE) {
                later.apply(clients, target, true);
            } else {
                password.turnOn();
            }
            password.await(sourceSecret.get(), waiter);
        } else if (hasLaterSettings()) {
            return available;
        } else {
            later.apply(clients, target, false);
        }
        return databases.awaitAvailable(type, target, waiter);
    }

    /** A restored cluster may report the secret of its source, which does not follow its password. */
    private ProvisionedDatabase withOwnSecret(ProvisionedDatabase database) {
        return sourceSecret.isPresent() && database.secret().equals(sourceSecret) ? database.withoutSecret() : database;
    }

    private boolean hasLaterSettings() {
        return type == Type.CLUSTER
                || databases.instance(target).map(later::areThose).orElse(true);
    }

    /** A note about the settings that are not restored yet, for a command that does not wait; empty when there are none. */
    public Optional<String> laterNote() {
        return later.equals(LaterSettings.none())
                ? Optional.empty()
                : Optional.of("storage autoscaling and monitoring are copied with --wait only; when it is available: "
                        + later.command(target));
    }

    /** A note about the login of the master user, for a command that does not wait until RDS keeps the password. */
    public String passwordNote() {
        return sourceSecret.isPresent()
                ? ("its master password is the source's at that time; when it is available, let RDS keep a new one: "
                        + new ManagedPassword(clients, type, target).command())
                : "its master password is the source's at that time";
    }
}
