package dev.dbops.aws.upgrade;

import dev.dbops.OpsException;
import dev.dbops.OpsException.Kind;
import dev.dbops.aws.AwsCall;
import dev.dbops.aws.AwsClients;
import dev.dbops.aws.provisioning.ProvisionedDatabases;
import dev.dbops.aws.rds.DatabaseInstance;
import dev.dbops.aws.rds.DatabaseInstance.Type;
import dev.dbops.aws.rds.InstanceReference;
import java.util.List;
import software.amazon.awssdk.services.rds.model.DBEngineVersion;

/** The instance or cluster to upgrade, and the versions that AWS upgrades it to. */
public final class UpgradeSource {
    private final AwsClients clients;
    private final ProvisionedDatabases databases;
    private final DatabaseInstance database;
    private final String engine;
    private final String version;
    private final int backupDays;

    /**
     * @param reference an instance or a cluster; a member stands for its cluster
     * @throws OpsException of kind USAGE when there is no such instance or cluster
     */
    public UpgradeSource(AwsClients clients, InstanceReference reference) {
        this.clients = clients;
        this.databases = new ProvisionedDatabases(clients);
        this.database = databases.findWithData(reference);
        if (database.type() == Type.CLUSTER) {
            var cluster = databases.cluster(database.name()).orElseThrow(this::gone);
            this.engine = cluster.engine();
            this.version = cluster.engineVersion();
            this.backupDays = cluster.backupRetentionPeriod();
        } else {
            var instance = databases.instance(database.name()).orElseThrow(this::gone);
            this.engine = instance.engine();
            this.version = instance.engineVersion();
            this.backupDays = instance.backupRetentionPeriod();
        }
    }

    private OpsException gone() {
        return new OpsException(Kind.FAILED, database.description() + " no longer exists", "was it deleted?");
    }

    AwsClients clients() {
        return clients;
    }

    public DatabaseInstance database() {
        return database;
    }

    /** The current version, such as 16.4. */
    public String version() {
        return version;
    }

    /** Returns whether there are automated backups. */
    boolean hasBackups() {
        return backupDays > 0;
    }

    /** The versions that AWS upgrades to, in its order: minor versions first. */
    public List<UpgradeTarget> targets() {
        return describe(version).stream()
                .flatMap(found -> found.validUpgradeTarget().stream())
                .map(target -> new UpgradeTarget(
                        target.engineVersion(),
                        Boolean.TRUE.equals(target.isMajorVersionUpgrade()),
                        Boolean.TRUE.equals(target.autoUpgrade())))
                .toList();
    }

    /** AWS leaves out versions that it no longer offers for new databases, unless all are requested. */
    private List<DBEngineVersion> describe(String number) {
        return AwsCall.of(
                "rds:DescribeDBEngineVersions",
                () -> clients.rds()
                        .describeDBEngineVersions(request ->
                                request.engine(engine).engineVersion(number).includeAll(true))
                        .dbEngineVersions());
    }

    /** The family of the parameter groups of a version. */
    public String family(UpgradeTarget target) {
        return describe(target.version()).getFirst().dbParameterGroupFamily();
    }

    /**
     * The requested version.
     *
     * @param wanted a version, or a major version for its newest one
     * @throws OpsException of kind USAGE when AWS does not upgrade to it
     */
    public UpgradeTarget choose(String wanted) {
        var targets = targets();
        return targets.stream()
                .filter(target -> target.version().equals(wanted)
                        || target.version().startsWith(wanted + ".") && !wanted.contains("."))
                .reduce((_, later) -> later)
                .orElseThrow(() -> notOffered(wanted, targets));
    }

    private OpsException notOffered(String wanted, List<UpgradeTarget> targets) {
        if (wanted.equals(version)) {
            return new OpsException(
                    Kind.USAGE,
                    "%s has version %s already".formatted(database.description(), version),
                    "to list the versions: db-ops rds-upgrade --instance " + database.name());
        }
        return new OpsException(
                Kind.USAGE,
                "AWS does not upgrade %s from %s to %s".formatted(database.description(), version, wanted),
                targets.isEmpty()
                        ? "it has the newest version"
                        : "it upgrades to "
                                + String.join(
                                        ", ",
                                        targets.stream()
                                                .map(UpgradeTarget::version)
                                                .toList()));
    }

    /**
     * Returns if it can be changed now.
     *
     * @throws OpsException of kind FAILED otherwise
     */
    public void requireAvailable() {
        if (!database.state().equals("available")) {
            throw new OpsException(
                    Kind.FAILED,
                    "%s is %s, and only an available one is upgraded"
                            .formatted(database.description(), database.state()),
                    database.state().equals("stopped")
                            ? "start it: db-ops rds-start --wait --instance " + database.name()
                            : "wait until it is available: db-ops rds-status --instance " + database.name());
        }
    }

    /** RDS's word for its state now. */
    String state() {
        return database.type() == Type.CLUSTER
                ? databases.cluster(database.name()).orElseThrow(this::gone).status()
                : databases.instance(database.name()).orElseThrow(this::gone).dbInstanceStatus();
    }

    /** Its version now. */
    String versionNow() {
        return database.type() == Type.CLUSTER
                ? databases.cluster(database.name()).orElseThrow(this::gone).engineVersion()
                : databases.instance(database.name()).orElseThrow(this::gone).engineVersion();
    }
}
