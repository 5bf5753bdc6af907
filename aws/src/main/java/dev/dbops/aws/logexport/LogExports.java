package dev.dbops.aws.logexport;

import dev.dbops.OpsException;
import dev.dbops.OpsException.Kind;
import dev.dbops.aws.AwsCall;
import dev.dbops.aws.AwsClients;
import dev.dbops.aws.provisioning.ProvisionedDatabases;
import dev.dbops.aws.provisioning.RequestPlan;
import dev.dbops.aws.rds.DatabaseInstance;
import dev.dbops.aws.rds.DatabaseInstance.Type;
import dev.dbops.aws.rds.InstanceReference;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.services.rds.model.CloudwatchLogsExportConfiguration;
import software.amazon.awssdk.services.rds.model.ModifyDbClusterRequest;
import software.amazon.awssdk.services.rds.model.ModifyDbInstanceRequest;
import software.amazon.awssdk.services.rds.model.PendingCloudwatchLogsExports;

/** The export of an instance's or a cluster's logs to CloudWatch Logs: which are possible, which are on, and changes. */
public final class LogExports {
    private final AwsClients clients;
    private final DatabaseInstance database;
    private final List<String> possible;
    private final List<String> on;
    private final List<String> turningOn;
    private final List<String> turningOff;

    /**
     * @param reference an instance or a cluster; a member stands for its cluster, whose setting it has
     * @throws OpsException of kind USAGE when there is no such instance or cluster
     */
    public LogExports(AwsClients clients, InstanceReference reference) {
        this.clients = clients;
        var databases = new ProvisionedDatabases(clients);
        this.database = databases.findWithData(reference);
        if (database.type() == Type.CLUSTER) {
            var cluster = databases.cluster(database.name()).orElseThrow(this::gone);
            var pending = cluster.pendingModifiedValues();
            this.possible = possible(cluster.engine(), cluster.engineVersion());
            this.on = cluster.enabledCloudwatchLogsExports();
            this.turningOn = turningOn(pending == null ? null : pending.pendingCloudwatchLogsExports());
            this.turningOff = turningOff(pending == null ? null : pending.pendingCloudwatchLogsExports());
        } else {
            var instance = databases.instance(database.name()).orElseThrow(this::gone);
            var pending = instance.pendingModifiedValues();
            this.possible = possible(instance.engine(), instance.engineVersion());
            this.on = instance.enabledCloudwatchLogsExports();
            this.turningOn = turningOn(pending == null ? null : pending.pendingCloudwatchLogsExports());
            this.turningOff = turningOff(pending == null ? null : pending.pendingCloudwatchLogsExports());
        }
    }

    private List<String> possible(String engine, String version) {
        return AwsCall.of(
                "rds:DescribeDBEngineVersions",
                () -> clients
                        .rds()
                        .describeDBEngineVersions(
                                request -> request.engine(engine).engineVersion(version))
                        .dbEngineVersions()
                        .stream()
                        .flatMap(found -> found.exportableLogTypes().stream())
                        .sorted()
                        .distinct()
                        .toList());
    }

    private static List<String> turningOn(PendingCloudwatchLogsExports pending) {
        return pending == null ? List.of() : pending.logTypesToEnable();
    }

    private static List<String> turningOff(PendingCloudwatchLogsExports pending) {
        return pending == null ? List.of() : pending.logTypesToDisable();
    }

    private OpsException gone() {
        return new OpsException(Kind.FAILED, database.description() + " no longer exists", "was it deleted?");
    }

    /** The instance or cluster that has the setting. */
    public DatabaseInstance database() {
        return database;
    }

    /** All logs that the engine's version can export. */
    public List<LogExport> logs() {
        return possible.stream().map(this::export).toList();
    }

    private LogExport export(String log) {
        var state = turningOn.contains(log)
                ? "turning-on"
                : turningOff.contains(log) ? "turning-off" : on.contains(log) ? "on" : "off";
        return new LogExport(log, state, state.equals("off") ? Optional.empty() : Optional.of(logGroup(log)));
    }

    /** See "Publishing PostgreSQL logs to Amazon CloudWatch Logs" in the RDS user guide. */
    private String logGroup(String log) {
        return "/aws/rds/%s/%s/%s".formatted(database.type(), database.name(), log);
    }

    /**
     * The request that changes it; without steps when nothing is to be changed.
     *
     * @throws OpsException of kind USAGE when the engine's version cannot export one of the logs
     */
    public Optional<RequestPlan> plan(List<String> enable, List<String> disable) {
        enable.forEach(this::requirePossible);
        disable.forEach(this::requirePossible);
        var missing = new ArrayList<>(enable);
        missing.removeIf(log -> on.contains(log) && !turningOff.contains(log) || turningOn.contains(log));
        var surplus = new ArrayList<>(disable);
        surplus.removeIf(log -> !on.contains(log) && !turningOn.contains(log) || turningOff.contains(log));
        return missing.isEmpty() && surplus.isEmpty() ? Optional.empty() : Optional.of(change(missing, surplus));
    }

    private RequestPlan change(List<String> enable, List<String> disable) {
        var configuration = CloudwatchLogsExportConfiguration.builder();
        if (!enable.isEmpty()) {
            configuration.enableLogTypes(enable);
        }
        if (!disable.isEmpty()) {
            configuration.disableLogTypes(disable);
        }
        var plan = new RequestPlan();
        return database.type() == Type.CLUSTER
                ? plan.add(
                        "rds:ModifyDBCluster",
                        ModifyDbClusterRequest.builder()
                                .dbClusterIdentifier(database.name())
                                .cloudwatchLogsExportConfiguration(configuration.build())
                                .build(),
                        clients.rds()::modifyDBCluster,
                        "",
                        "")
                : plan.add(
                        "rds:ModifyDBInstance",
                        ModifyDbInstanceRequest.builder()
                                .dbInstanceIdentifier(database.name())
                                .cloudwatchLogsExportConfiguration(configuration.build())
                                .build(),
                        clients.rds()::modifyDBInstance,
                        "",
                        "");
    }

    private void requirePossible(String log) {
        if (!possible.contains(log)) {
            throw new OpsException(
                    Kind.USAGE,
                    "%s cannot export the log \"%s\"".formatted(database.description(), log),
                    possible.isEmpty()
                            ? "its version exports no logs to CloudWatch Logs"
                            : "its version exports " + String.join(", ", possible));
        }
    }
}
