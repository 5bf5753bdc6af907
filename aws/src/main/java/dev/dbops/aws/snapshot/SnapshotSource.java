package dev.dbops.aws.snapshot;

import dev.dbops.OpsException;
import dev.dbops.OpsException.Kind;
import dev.dbops.aws.AwsClients;
import dev.dbops.aws.provisioning.ProvisionedDatabases;
import dev.dbops.aws.provisioning.RequestPlan;
import dev.dbops.aws.rds.DatabaseInstance;
import dev.dbops.aws.rds.InstanceReference;
import dev.dbops.aws.rds.RdsName;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import software.amazon.awssdk.services.rds.model.DBCluster;
import software.amazon.awssdk.services.rds.model.DBInstance;

/** A snapshot to work with: an existing one, or a new one of a database. */
public final class SnapshotSource {
    private static final DateTimeFormatter STAMP =
            DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss").withZone(ZoneOffset.UTC);

    private final AwsClients clients;
    private final Snapshot snapshot;
    private final Optional<DatabaseInstance> database;

    private SnapshotSource(AwsClients clients, Snapshot snapshot, Optional<DatabaseInstance> database) {
        this.clients = clients;
        this.snapshot = snapshot;
        this.database = database;
    }

    /**
     * An existing snapshot.
     *
     * @throws OpsException of kind USAGE when it does not exist
     */
    public static SnapshotSource existing(AwsClients clients, String name) {
        return new SnapshotSource(clients, new Snapshots(clients).find(name), Optional.empty());
    }

    /**
     * A new snapshot; for a member of a cluster, of the cluster, because members have no data of their own.
     *
     * @param name its name; empty for the name of the database with the time
     * @throws OpsException of kind USAGE when the name is not valid, or is taken
     */
    public static SnapshotSource database(AwsClients clients, InstanceReference reference, String name) {
        var database = new ProvisionedDatabases(clients).findWithData(reference);
        var ofCluster = database.type() == DatabaseInstance.Type.CLUSTER;
        var chosen = name.isEmpty() ? freeName(clients, database, ofCluster) : RdsName.snapshot(name, "--name");
        if (!name.isEmpty()) {
            refuseTaken(clients, chosen, ofCluster, "--name");
        }
        return new SnapshotSource(clients, expected(clients, database, chosen), Optional.of(database));
    }

    /** The name of the database with the time; with a number too if another was taken in the same second. */
    private static String freeName(AwsClients in, DatabaseInstance database, boolean ofCluster) {
        var name = database.name() + "-" + STAMP.format(Instant.now());
        var snapshots = new Snapshots(in);
        var free = name;
        for (var number = 2; snapshots.find(free, ofCluster).isPresent(); number++) {
            free = name + "-" + number;
        }
        return free;
    }

    private static void refuseTaken(AwsClients in, String name, boolean ofCluster, String option) {
        if (new Snapshots(in).find(name, ofCluster).isPresent()) {
            throw new OpsException(
                    Kind.USAGE,
                    "there is a snapshot \"%s\" in %s already".formatted(name, in.region()),
                    "choose another name: " + option);
        }
    }

    /** The planned snapshot. */
    private static Snapshot expected(AwsClients clients, DatabaseInstance database, String name) {
        var databases = new ProvisionedDatabases(clients);
        var ofCluster = database.type() == DatabaseInstance.Type.CLUSTER;
        var cluster = ofCluster ? databases.cluster(database.name()) : Optional.<DBCluster>empty();
        var encrypted = ofCluster
                ? cluster.map(DBCluster::storageEncrypted)
                : databases.instance(database.name()).map(DBInstance::storageEncrypted);
        var arn = database.arn().substring(0, database.arn().lastIndexOf(ofCluster ? ":cluster:" : ":db:"))
                + (ofCluster ? ":cluster-snapshot:" : ":snapshot:")
                + name;
        return new Snapshot(
                name,
                database.type(),
                database.name(),
                "manual",
                "creating",
                Optional.empty(),
                cluster.map(DBCluster::engine).orElse(""),
                "",
                0,
                encrypted.orElse(false),
                arn,
                false);
    }

    /** The existing or planned snapshot. */
    public Snapshot snapshot() {
        return snapshot;
    }

    /** The request that takes it; none for an existing snapshot. */
    public RequestPlan plan() {
        return database.map(taken -> new SnapshotTaking(clients).plan(taken, snapshot.name()))
                .orElseGet(RequestPlan::new);
    }

    /** Takes it, unless it exists. */
    public Snapshot take(SnapshotTaking taking) {
        return database.map(taken -> taking.take(taken, snapshot.name())).orElse(snapshot);
    }

    /**
     * The copy, checked before any request: the region must answer, and the name must be free.
     *
     * @param kmsKey the key of that region; empty for the default one
     * @throws OpsException of kind USAGE when the name is taken, or AWS does not copy such a snapshot
     */
    public SnapshotCopy copyTo(AwsClients target, Optional<String> kmsKey) {
        if (snapshot.ofCluster() && !snapshot.engine().startsWith("aurora")) {
            // "Limitations of Multi-AZ DB clusters" in the RDS user guide
            throw new OpsException(
                    Kind.USAGE,
                    "%s is of a Multi-AZ cluster, and AWS copies only those of instances and of Aurora clusters"
                            .formatted(snapshot.description()),
                    "omit --copy-to");
        }
        var plain = snapshot.name().startsWith(Snapshots.AUTOMATED)
                ? snapshot.name().substring(Snapshots.AUTOMATED.length())
                : snapshot.name();
        var name = target.region().equals(clients.region()) ? plain + "-copy" : plain;
        refuseTaken(target, name, snapshot.ofCluster(), "--name");
        return new SnapshotCopy(target, name, kmsKey);
    }

    /**
     * Checks that the copy can be shared: "Sharing encrypted snapshots" in the RDS user guide.
     *
     * @throws OpsException of kind USAGE when it would have the account's default key
     */
    public void refuseToShare(SnapshotCopy copy) {
        if (copy.hasDefaultKey(snapshot)) {
            throw new OpsException(
                    Kind.USAGE,
                    "the copy of %s would have the account's default key (aws/rds), and AWS does not share such snapshots"
                            .formatted(snapshot.description()),
                    "encrypt it with a key of yours that the other account may use: --kms-key KEY");
        }
    }

    /** "To share an automated DB snapshot, create a manual DB snapshot by copying it" (RDS user guide). */
    public void refuseToShareAutomated() {
        if (snapshot.isShared()) {
            throw new OpsException(
                    Kind.USAGE,
                    "%s is of another account, and only that can share it".formatted(snapshot.description()),
                    "share a copy of it: add --copy-to " + clients.region());
        }
        if (!snapshot.type().equals("manual")) {
            throw new OpsException(
                    Kind.USAGE,
                    "%s is %s, and AWS shares only manual snapshots".formatted(snapshot.description(), snapshot.type()),
                    "share a copy of it: add --copy-to " + clients.region());
        }
    }
}
