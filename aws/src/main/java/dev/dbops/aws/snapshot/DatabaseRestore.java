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
    private String source = "";
    private boolean sourceIsThere;
    private boolean secretManaged;

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
        if (snapshot.ofCluster()) {
            var cluster = databases.cluster(snapshot.source());
            remember(Type.CLUSTER, snapshot.source(), cluster.isPresent(), cluster.flatMap(DatabaseRestore::secret));
            new ClusterRestore(clients, target, cluster, placement).addFromSnapshot(plan, snapshot);
        } else {
            var instance = databases.instance(snapshot.source());
            remember(
                    Type.INSTANCE,
                    snapshot.source(),
                    instance.isPresent(),
                    instance.map(DBInstance::masterUserSecret).map(known -> known.secretArn()));
            new InstanceRestore(clients, target, instance, placement).addFromSnapshot(plan, snapshot.name());
        }
    }

    private void planCluster(DBCluster cluster, RestorePoint point) {
        refuseTakenName();
        var name = cluster.dbClusterIdentifier();
        BackupWindow.ofCluster(cluster).require(point, "cluster \"%s\"".formatted(name));
        remember(Type.CLUSTER, name, true, secret(cluster));
        new ClusterRestore(clients, target, Optional.of(cluster), placement).addToTime(plan, cluster, point);
    }

    private void planInstance(DBInstance instance, RestorePoint point) {
        refuseTakenName();
        var name = instance.dbInstanceIdentifier();
        BackupWindow.ofInstance(clients, name).require(point, "instance \"%s\"".formatted(name));
        remember(
                Type.INSTANCE,
                name,
                true,
                Optional.ofNullable(instance.masterUserSecret()).map(known -> known.secretArn()));
        new InstanceRestore(clients, target, Optional.of(instance), placement).addToTime(plan, name, point);
    }

    private static Optional<String> secret(DBCluster cluster) {
        return Optional.ofNullable(cluster.masterUserSecret()).map(known -> known.secretArn());
    }

    private void remember(Type kind, String name, boolean isThere, Optional<String> secret) {
        type = kind;
        source = name;
        sourceIsThere = isThere;
        secretManaged = secret.isPresent();
    }

    private void refuseTakenName() {
        TakenName.refuse(clients, target);
    }

    /** {@code instance "cruddur-db-2"}. */
    public String description() {
        return "%s \"%s\"".formatted(type, target);
    }

    /** A note about a source that no longer exists; empty when it exists. */
    public Optional<String> warning() {
        return sourceIsThere
                ? Optional.empty()
                : Optional.of(("%s \"%s\" was deleted with its network settings and parameters: AWS's defaults are used"
                                + " unless --subnet-group, --security-group and --class are given")
                        .formatted(type, source));
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
                .orElseThrow(() -> new OpsException(Kind.FAILED, description() + " does not exist after the restore"));
    }

    /**
     * Waits until it is available; then lets RDS keep its master password, if RDS keeps that of the source.
     */
    public ProvisionedDatabase awaitAvailable(Waiter waiter) {
        var available = databases.awaitAvailable(type, target, waiter);
        if (!secretManaged || available.secret().isPresent()) {
            return available;
        }
        new ManagedPassword(clients, type, target).turnOn();
        return databases.awaitAvailable(type, target, waiter);
    }

    /** A note about the login of the master user, for a command that does not wait until RDS keeps the password. */
    public String passwordNote() {
        return secretManaged
                ? ("its master password is the source's at that time; when it is available, let RDS keep a new one: "
                        + new ManagedPassword(clients, type, target).command())
                : "its master password is the source's at that time";
    }
}
