package dev.dbops.aws.modification;

import dev.dbops.OpsException;
import dev.dbops.OpsException.Kind;
import dev.dbops.aws.AwsCall;
import dev.dbops.aws.AwsClients;
import dev.dbops.aws.rds.ClusterMembers;
import dev.dbops.aws.rds.DatabaseInstance;
import dev.dbops.aws.rds.DatabaseInstances;
import dev.dbops.aws.rds.Phase;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import software.amazon.awssdk.services.rds.model.DBCluster;
import software.amazon.awssdk.services.rds.model.DBEngineVersion;
import software.amazon.awssdk.services.rds.model.DBInstance;

/** An instance or a cluster as a modification finds it. */
final class ModifiedDatabase {
    private static final String STORAGE_FULL = "storage-full";

    /** The settings that can be modified while there is no free storage. */
    private static final Set<Setting> FOR_FULL_STORAGE =
            Set.of(Setting.STORAGE, Setting.MAX_STORAGE, Setting.STORAGE_TYPE, Setting.IOPS, Setting.THROUGHPUT);

    private final AwsClients clients;
    private final DatabaseInstance found;
    private final DatabaseSettings settings;
    private final List<PendingChange> pending;
    private final String engine;
    private final List<String> members;
    private final List<String> replicas;

    private ModifiedDatabase(AwsClients clients, DBInstance instance) {
        this.clients = clients;
        this.found = DatabaseInstance.of(instance);
        this.settings = DatabaseSettings.of(instance);
        this.pending = PendingChange.of(instance.pendingModifiedValues());
        this.engine = instance.engine();
        this.members = List.of();
        this.replicas = instance.readReplicaDBInstanceIdentifiers();
    }

    private ModifiedDatabase(AwsClients clients, DBCluster cluster) {
        this.clients = clients;
        this.found = DatabaseInstance.of(cluster);
        this.settings = DatabaseSettings.of(cluster);
        this.pending = PendingChange.of(cluster.pendingModifiedValues());
        this.engine = cluster.engine();
        this.members = members(cluster);
        this.replicas = List.of();
    }

    private static List<String> members(DBCluster cluster) {
        var names = new ArrayList<String>();
        names.add(ClusterMembers.writer(cluster));
        names.removeIf(String::isEmpty);
        names.addAll(ClusterMembers.readers(cluster));
        return names;
    }

    /**
     * The current description.
     *
     * @throws OpsException of kind USAGE for a proxy
     */
    static ModifiedDatabase of(AwsClients clients, DatabaseInstance database) {
        var instances = new DatabaseInstances(clients);
        return switch (database.type()) {
            case INSTANCE ->
                new ModifiedDatabase(
                        clients, instances.describeInstance(database.name()).orElseThrow(() -> gone(database)));
            case CLUSTER ->
                new ModifiedDatabase(
                        clients, instances.describeCluster(database.name()).orElseThrow(() -> gone(database)));
            case PROXY ->
                throw new OpsException(
                        Kind.USAGE,
                        "%s has none of these settings: it is a proxy for an instance or a cluster"
                                .formatted(database.description()),
                        "pass its database: --instance NAME");
        };
    }

    private static OpsException gone(DatabaseInstance database) {
        return new OpsException(Kind.FAILED, database.description() + " no longer exists", "was it deleted?");
    }

    DatabaseInstance found() {
        return found;
    }

    DatabaseSettings settings() {
        return settings;
    }

    List<PendingChange> pending() {
        return pending;
    }

    String engine() {
        return engine;
    }

    /** Returns whether another machine takes over when this one restarts. */
    boolean hasStandby() {
        return settings.current(Setting.MULTI_AZ).filter(Setting::isOn).isPresent() || members.size() > 1;
    }

    private boolean aurora() {
        return engine.startsWith("aurora");
    }

    /**
     * Throws an exception when the settings cannot be modified.
     *
     * @throws OpsException of kind USAGE for a value, FAILED for the state
     */
    void check(Map<Setting, String> wanted) {
        var owner = new SettingOwner(found, aurora(), members);
        wanted.keySet().forEach(owner::check);
        new SettingLimits(settings, wanted, aurora()).check(replicas);
        checkState(wanted.keySet());
    }

    private void checkState(Set<Setting> wanted) {
        var state = found.state();
        var phase = Phase.of(state);
        if (phase == Phase.RUNNING || state.equals(STORAGE_FULL) && FOR_FULL_STORAGE.containsAll(wanted)) {
            return;
        }
        var hint = switch (phase) {
            case STOPPED, STOPPING -> "start it first: db-ops rds-start --wait --instance " + found.name();
            case BROKEN -> Phase.remedy(state);
            default -> "wait until it is available: db-ops rds-status --instance " + found.name();
        };
        throw new OpsException(
                Kind.FAILED,
                "%s is %s, and AWS modifies it only when it is available".formatted(found.description(), state),
                hint);
    }

    /** Returns whether its version loads a new certificate without a restart; empty when AWS does not say. */
    Optional<Boolean> rotatesWithoutRestart() {
        var version = settings.current(Setting.ENGINE_VERSION).orElse("");
        return AwsCall.of(
                "rds:DescribeDBEngineVersions",
                () -> clients
                        .rds()
                        .describeDBEngineVersions(
                                request -> request.engine(engine).engineVersion(version))
                        .dbEngineVersions()
                        .stream()
                        .map(DBEngineVersion::supportsCertificateRotationWithoutRestart)
                        .filter(supported -> supported != null)
                        .findFirst());
    }
}
