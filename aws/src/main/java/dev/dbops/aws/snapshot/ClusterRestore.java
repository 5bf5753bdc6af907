package dev.dbops.aws.snapshot;

import dev.dbops.OpsException;
import dev.dbops.OpsException.Kind;
import dev.dbops.aws.AwsClients;
import dev.dbops.aws.provisioning.ProvisionedDatabases;
import dev.dbops.aws.provisioning.Removal;
import dev.dbops.aws.provisioning.RequestPlan;
import dev.dbops.aws.rds.ClusterMembers;
import dev.dbops.aws.rds.ExtendedSupport;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import software.amazon.awssdk.services.rds.model.CreateDbInstanceRequest;
import software.amazon.awssdk.services.rds.model.DBCluster;
import software.amazon.awssdk.services.rds.model.DBInstance;
import software.amazon.awssdk.services.rds.model.RestoreDbClusterFromSnapshotRequest;
import software.amazon.awssdk.services.rds.model.RestoreDbClusterToPointInTimeRequest;
import software.amazon.awssdk.services.rds.model.ServerlessV2ScalingConfiguration;
import software.amazon.awssdk.services.rds.model.VpcSecurityGroupMembership;

/** The requests that restore a cluster like its source, and create an instance in it: RDS restores none. */
final class ClusterRestore {
    /** Names have up to 63 characters; the instance's has two more than the cluster's. */
    private static final int LONGEST_NAME = 61;

    private final AwsClients clients;
    private final String target;
    private final Optional<DBCluster> source;
    private final RestorePlacement placement;

    /**
     * @param source the source cluster; empty when it was deleted
     * @throws OpsException of kind USAGE when the class of the instance is unknown
     */
    ClusterRestore(AwsClients clients, String target, Optional<DBCluster> source, RestorePlacement placement) {
        this.clients = clients;
        this.target = target;
        this.source = source;
        this.placement = source.map(known -> placement.or(
                        writerClass(known),
                        known.dbSubnetGroup(),
                        known.vpcSecurityGroups().stream()
                                .map(VpcSecurityGroupMembership::vpcSecurityGroupId)
                                .filter(Objects::nonNull)
                                .toList()))
                .orElse(placement);
        if (target.length() > LONGEST_NAME) {
            throw new OpsException(
                    Kind.USAGE,
                    "\"%s\" is too long for a cluster: its instance is named %s-1".formatted(target, target),
                    "pass a name of at most %d characters: --to NAME".formatted(LONGEST_NAME));
        }
        if (this.placement.instanceClass().isEmpty()) {
            throw new OpsException(
                    Kind.USAGE,
                    "the class of the instance of cluster \"%s\" is unknown: the source has no instance"
                            .formatted(target),
                    "pass it: --class db.t4g.medium");
        }
    }

    /** A Multi-AZ cluster other than Aurora has a class itself, and RDS creates its instances with it. */
    private static boolean isAurora(String engine) {
        return engine.startsWith("aurora");
    }

    private String writerClass(DBCluster cluster) {
        if (!isAurora(cluster.engine())) {
            return cluster.dbClusterInstanceClass();
        }
        return writer(cluster).map(DBInstance::dbInstanceClass).orElse(null);
    }

    private Optional<DBInstance> writer(DBCluster cluster) {
        var writer = ClusterMembers.writer(cluster);
        return writer.isEmpty() ? Optional.empty() : new ProvisionedDatabases(clients).instance(writer);
    }

    void addFromSnapshot(RequestPlan plan, Snapshot snapshot) {
        var request = RestoreDbClusterFromSnapshotRequest.builder()
                .dbClusterIdentifier(target)
                .snapshotIdentifier(snapshot.identifier())
                .engine(snapshot.engine())
                .engineVersion(snapshot.engineVersion())
                .copyTagsToSnapshot(true)
                .enableIAMDatabaseAuthentication(iamAuthentication())
                .deletionProtection(deletionProtection())
                .engineLifecycleSupport(extendedSupport());
        if (!isAurora(snapshot.engine())) {
            request.dbClusterInstanceClass(placement.instanceClass().orElseThrow());
        }
        placement.subnetGroup().ifPresent(request::dbSubnetGroupName);
        parameterGroup(snapshot.major()).ifPresent(request::dbClusterParameterGroupName);
        capacity().ifPresent(request::serverlessV2ScalingConfiguration);
        storageType().ifPresent(request::storageType);
        iops().ifPresent(request::iops);
        if (!logExports().isEmpty()) {
            request.enableCloudwatchLogsExports(logExports());
        }
        if (!placement.securityGroups().isEmpty()) {
            request.vpcSecurityGroupIds(placement.securityGroups());
        }
        plan.add(
                "rds:RestoreDBClusterFromSnapshot",
                request.build(),
                clients.rds()::restoreDBClusterFromSnapshot,
                made(),
                Removal.of(clients, target));
        addInstance(plan, snapshot.engine());
    }

    void addToTime(RequestPlan plan, DBCluster cluster, RestorePoint point) {
        var request = RestoreDbClusterToPointInTimeRequest.builder()
                .sourceDBClusterIdentifier(cluster.dbClusterIdentifier())
                .dbClusterIdentifier(target)
                .copyTagsToSnapshot(true)
                .enableIAMDatabaseAuthentication(iamAuthentication())
                .deletionProtection(deletionProtection())
                .engineLifecycleSupport(extendedSupport());
        if (point instanceof RestorePoint.AtTime(var time)) {
            request.restoreToTime(time);
        } else {
            request.useLatestRestorableTime(true);
        }
        if (!isAurora(cluster.engine())) {
            request.dbClusterInstanceClass(placement.instanceClass().orElseThrow());
        }
        placement.subnetGroup().ifPresent(request::dbSubnetGroupName);
        parameterGroup(major()).ifPresent(request::dbClusterParameterGroupName);
        capacity().ifPresent(request::serverlessV2ScalingConfiguration);
        storageType().ifPresent(request::storageType);
        iops().ifPresent(request::iops);
        if (!logExports().isEmpty()) {
            request.enableCloudwatchLogsExports(logExports());
        }
        if (!placement.securityGroups().isEmpty()) {
            request.vpcSecurityGroupIds(placement.securityGroups());
        }
        plan.add(
                "rds:RestoreDBClusterToPointInTime",
                request.build(),
                clients.rds()::restoreDBClusterToPointInTime,
                made(),
                Removal.of(clients, target));
        addInstance(plan, cluster.engine());
    }

    private void addInstance(RequestPlan plan, String engine) {
        if (!isAurora(engine)) {
            return;
        }
        var request = CreateDbInstanceRequest.builder()
                .dbInstanceIdentifier(target + "-1")
                .dbClusterIdentifier(target)
                .engine(engine)
                .dbInstanceClass(placement.instanceClass().orElseThrow())
                .publiclyAccessible(publicAddress());
        var later = source.flatMap(this::writer).map(LaterSettings::of).orElse(LaterSettings.none());
        later.monitoringSeconds().ifPresent(request::monitoringInterval);
        later.monitoringRole().ifPresent(request::monitoringRoleArn);
        later.insightsDays()
                .ifPresent(days -> request.enablePerformanceInsights(true).performanceInsightsRetentionPeriod(days));
        plan.add("rds:CreateDBInstance", request.build(), clients.rds()::createDBInstance, "", "");
    }

    private String made() {
        return "cluster \"%s\" was created".formatted(target);
    }

    private boolean publicAddress() {
        return source.flatMap(this::writer).map(DBInstance::publiclyAccessible).orElse(false);
    }

    /** A group is for one major version: that of the source does not fit a snapshot from before an upgrade. */
    private Optional<String> parameterGroup(String wanted) {
        return placement
                .parameterGroup()
                .or(() -> source.filter(_ -> wanted.equals(major())).map(DBCluster::dbClusterParameterGroup));
    }

    private String major() {
        return source.map(DBCluster::engineVersion).map(Snapshot::major).orElse("");
    }

    /** Aurora reports "aurora" for its standard storage, which requests name by leaving it out. */
    private Optional<String> storageType() {
        return source.map(DBCluster::storageType).filter(type -> !type.isEmpty() && !type.equals("aurora"));
    }

    private Optional<Integer> iops() {
        return source.filter(known -> !isAurora(known.engine()))
                .map(DBCluster::iops)
                .filter(number -> number > 0);
    }

    private List<String> logExports() {
        return source.map(DBCluster::enabledCloudwatchLogsExports).orElse(List.of());
    }

    private String extendedSupport() {
        return ExtendedSupport.value(
                placement.extendedSupport(),
                source.map(DBCluster::engineLifecycleSupport).orElse(null));
    }

    private Optional<ServerlessV2ScalingConfiguration> capacity() {
        return source.map(DBCluster::serverlessV2ScalingConfiguration)
                .filter(known -> known.maxCapacity() != null)
                .map(known -> ServerlessV2ScalingConfiguration.builder()
                        .minCapacity(known.minCapacity())
                        .maxCapacity(known.maxCapacity())
                        .secondsUntilAutoPause(known.secondsUntilAutoPause())
                        .build());
    }

    private boolean iamAuthentication() {
        return source.map(DBCluster::iamDatabaseAuthenticationEnabled).orElse(true);
    }

    private boolean deletionProtection() {
        return source.map(DBCluster::deletionProtection).orElse(true);
    }
}
