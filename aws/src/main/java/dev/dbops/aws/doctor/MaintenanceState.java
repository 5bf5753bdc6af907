package dev.dbops.aws.doctor;

import dev.dbops.aws.AwsCall;
import dev.dbops.aws.AwsClients;
import java.util.List;
import software.amazon.awssdk.services.rds.model.PendingMaintenanceAction;
import software.amazon.awssdk.services.rds.model.UpgradeTarget;

/** Requests the pending maintenance of a database and the upgrades that AWS offers. */
final class MaintenanceState {
    private final AwsClients clients;
    private final Description database;

    MaintenanceState(AwsClients clients, Description database) {
        this.clients = clients;
        this.database = database;
    }

    /** The announced maintenance. */
    List<PendingMaintenanceAction> maintenance() {
        if (database.isProxy()) {
            return List.of();
        }
        return AwsCall.of(
                "rds:DescribePendingMaintenanceActions",
                () -> clients
                        .rds()
                        .describePendingMaintenanceActions(request ->
                                request.resourceIdentifier(database.found().arn()))
                        .pendingMaintenanceActions()
                        .stream()
                        .flatMap(resource -> resource.pendingMaintenanceActionDetails().stream())
                        .toList());
    }

    /** The newer minor versions, the newest last. */
    List<String> upgrades() {
        if (database.isProxy()) {
            return List.of();
        }
        return AwsCall.of(
                "rds:DescribeDBEngineVersions",
                () -> clients
                        .rds()
                        .describeDBEngineVersions(
                                request -> request.engine(database.engine()).engineVersion(database.version()))
                        .dbEngineVersions()
                        .stream()
                        .flatMap(version -> version.validUpgradeTarget().stream())
                        .filter(target -> !Boolean.TRUE.equals(target.isMajorVersionUpgrade()))
                        .map(UpgradeTarget::engineVersion)
                        .toList());
    }
}
