package dev.dbops.aws.snapshot;

import dev.dbops.aws.AwsClients;
import dev.dbops.aws.provisioning.RequestPlan;
import dev.dbops.aws.rds.ExtendedSupport;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import software.amazon.awssdk.services.rds.model.DBInstance;
import software.amazon.awssdk.services.rds.model.DBParameterGroupStatus;
import software.amazon.awssdk.services.rds.model.RestoreDbInstanceFromDbSnapshotRequest;
import software.amazon.awssdk.services.rds.model.RestoreDbInstanceToPointInTimeRequest;
import software.amazon.awssdk.services.rds.model.VpcSecurityGroupMembership;

/** The requests that restore an instance like its source: network, class, parameters, protection. */
final class InstanceRestore {
    private final AwsClients clients;
    private final String target;
    private final Optional<DBInstance> source;
    private final RestorePlacement placement;

    /**
     * @param source the source instance; empty when it was deleted
     */
    InstanceRestore(AwsClients clients, String target, Optional<DBInstance> source, RestorePlacement placement) {
        this.clients = clients;
        this.target = target;
        this.source = source;
        this.placement = source.map(known -> placement.or(
                        known.dbInstanceClass(),
                        known.dbSubnetGroup() == null
                                ? null
                                : known.dbSubnetGroup().dbSubnetGroupName(),
                        known.vpcSecurityGroups().stream()
                                .map(VpcSecurityGroupMembership::vpcSecurityGroupId)
                                .filter(Objects::nonNull)
                                .toList()))
                .orElse(placement);
    }

    void addFromSnapshot(RequestPlan plan, Snapshot snapshot) {
        var request = RestoreDbInstanceFromDbSnapshotRequest.builder()
                .dbInstanceIdentifier(target)
                .dbSnapshotIdentifier(snapshot.identifier())
                .copyTagsToSnapshot(true)
                .enableIAMDatabaseAuthentication(iamAuthentication())
                .publiclyAccessible(publicAddress())
                .multiAZ(multiAz())
                .deletionProtection(deletionProtection())
                .engineLifecycleSupport(extendedSupport());
        placement.instanceClass().ifPresent(request::dbInstanceClass);
        placement.subnetGroup().ifPresent(request::dbSubnetGroupName);
        parameterGroup(snapshot.major()).ifPresent(request::dbParameterGroupName);
        storage().flatMap(SourceStorage::type).ifPresent(request::storageType);
        storage().flatMap(SourceStorage::iops).ifPresent(request::iops);
        storage().flatMap(SourceStorage::throughput).ifPresent(request::storageThroughput);
        if (!logExports().isEmpty()) {
            request.enableCloudwatchLogsExports(logExports());
        }
        source.map(DBInstance::autoMinorVersionUpgrade).ifPresent(request::autoMinorVersionUpgrade);
        if (!placement.securityGroups().isEmpty()) {
            request.vpcSecurityGroupIds(placement.securityGroups());
        }
        plan.add(
                "rds:RestoreDBInstanceFromDBSnapshot",
                request.build(),
                clients.rds()::restoreDBInstanceFromDBSnapshot,
                "",
                "");
    }

    void addToTime(RequestPlan plan, String name, RestorePoint point) {
        var request = RestoreDbInstanceToPointInTimeRequest.builder()
                .sourceDBInstanceIdentifier(name)
                .targetDBInstanceIdentifier(target)
                .copyTagsToSnapshot(true)
                .enableIAMDatabaseAuthentication(iamAuthentication())
                .publiclyAccessible(publicAddress())
                .multiAZ(multiAz())
                .deletionProtection(deletionProtection())
                .engineLifecycleSupport(extendedSupport());
        if (point instanceof RestorePoint.AtTime(var time)) {
            request.restoreTime(time);
        } else {
            request.useLatestRestorableTime(true);
        }
        placement.instanceClass().ifPresent(request::dbInstanceClass);
        placement.subnetGroup().ifPresent(request::dbSubnetGroupName);
        parameterGroup(major()).ifPresent(request::dbParameterGroupName);
        storage().flatMap(SourceStorage::type).ifPresent(request::storageType);
        storage().flatMap(SourceStorage::iops).ifPresent(request::iops);
        storage().flatMap(SourceStorage::throughput).ifPresent(request::storageThroughput);
        if (!logExports().isEmpty()) {
            request.enableCloudwatchLogsExports(logExports());
        }
        source.map(DBInstance::autoMinorVersionUpgrade).ifPresent(request::autoMinorVersionUpgrade);
        source.map(DBInstance::maxAllocatedStorage).filter(most -> most > 0).ifPresent(request::maxAllocatedStorage);
        if (!placement.securityGroups().isEmpty()) {
            request.vpcSecurityGroupIds(placement.securityGroups());
        }
        plan.add(
                "rds:RestoreDBInstanceToPointInTime",
                request.build(),
                clients.rds()::restoreDBInstanceToPointInTime,
                "",
                "");
    }

    /** A group is for one major version: that of the source does not fit a snapshot from before an upgrade. */
    private Optional<String> parameterGroup(String wanted) {
        return placement
                .parameterGroup()
                .or(() -> source.filter(_ -> wanted.equals(major()))
                        .flatMap(known -> known.dbParameterGroups().stream().findFirst())
                        .map(DBParameterGroupStatus::dbParameterGroupName));
    }

    private String major() {
        return source.map(DBInstance::engineVersion).map(Snapshot::major).orElse("");
    }

    private Optional<SourceStorage> storage() {
        return source.map(SourceStorage::of);
    }

    private List<String> logExports() {
        return source.map(DBInstance::enabledCloudwatchLogsExports).orElse(List.of());
    }

    private String extendedSupport() {
        return ExtendedSupport.value(
                placement.extendedSupport(),
                source.map(DBInstance::engineLifecycleSupport).orElse(null));
    }

    private boolean iamAuthentication() {
        return source.map(DBInstance::iamDatabaseAuthenticationEnabled).orElse(true);
    }

    private boolean publicAddress() {
        return source.map(DBInstance::publiclyAccessible).orElse(false);
    }

    private boolean multiAz() {
        return source.map(DBInstance::multiAZ).orElse(false);
    }

    private boolean deletionProtection() {
        return source.map(DBInstance::deletionProtection).orElse(true);
    }
}
