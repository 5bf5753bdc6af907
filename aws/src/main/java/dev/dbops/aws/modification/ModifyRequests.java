package dev.dbops.aws.modification;

import java.util.Map;
import software.amazon.awssdk.services.rds.model.ModifyDbClusterRequest;
import software.amazon.awssdk.services.rds.model.ModifyDbInstanceRequest;

/** Builds the requests that modify settings. */
final class ModifyRequests {
    private ModifyRequests() {}

    static ModifyDbInstanceRequest instance(String name, Map<Setting, String> changes, boolean immediately) {
        var request =
                ModifyDbInstanceRequest.builder().dbInstanceIdentifier(name).applyImmediately(immediately);
        changes.forEach((setting, value) -> put(request, setting, value));
        return request.build();
    }

    private static void put(ModifyDbInstanceRequest.Builder request, Setting setting, String value) {
        switch (setting) {
            case CLASS -> request.dbInstanceClass(value);
            case STORAGE -> request.allocatedStorage(Integer.valueOf(value));
            case MAX_STORAGE -> request.maxAllocatedStorage(Integer.valueOf(value));
            case STORAGE_TYPE -> request.storageType(value);
            case IOPS -> request.iops(Integer.valueOf(value));
            case THROUGHPUT -> request.storageThroughput(Integer.valueOf(value));
            case MULTI_AZ -> request.multiAZ(Setting.isOn(value));
            case DELETION_PROTECTION -> request.deletionProtection(Setting.isOn(value));
            case BACKUP_RETENTION -> request.backupRetentionPeriod(Integer.valueOf(value));
            case BACKUP_WINDOW -> request.preferredBackupWindow(value);
            case MAINTENANCE_WINDOW -> request.preferredMaintenanceWindow(value);
            case ENGINE_VERSION -> request.engineVersion(value);
            case CA -> request.caCertificateIdentifier(value);
            case PUBLIC -> request.publiclyAccessible(Setting.isOn(value));
            case IAM_AUTHENTICATION -> request.enableIAMDatabaseAuthentication(Setting.isOn(value));
        }
    }

    static ModifyDbClusterRequest cluster(String name, Map<Setting, String> changes, boolean immediately) {
        var request = ModifyDbClusterRequest.builder().dbClusterIdentifier(name).applyImmediately(immediately);
        changes.forEach((setting, value) -> put(request, setting, value));
        return request.build();
    }

    private static void put(ModifyDbClusterRequest.Builder request, Setting setting, String value) {
        switch (setting) {
            case CLASS -> request.dbClusterInstanceClass(value);
            case STORAGE -> request.allocatedStorage(Integer.valueOf(value));
            case STORAGE_TYPE -> request.storageType(value);
            case IOPS -> request.iops(Integer.valueOf(value));
            case DELETION_PROTECTION -> request.deletionProtection(Setting.isOn(value));
            case BACKUP_RETENTION -> request.backupRetentionPeriod(Integer.valueOf(value));
            case BACKUP_WINDOW -> request.preferredBackupWindow(value);
            case MAINTENANCE_WINDOW -> request.preferredMaintenanceWindow(value);
            case ENGINE_VERSION -> request.engineVersion(value);
            case CA -> request.caCertificateIdentifier(value);
            case IAM_AUTHENTICATION -> request.enableIAMDatabaseAuthentication(Setting.isOn(value));
            case MAX_STORAGE, THROUGHPUT, MULTI_AZ, PUBLIC ->
                throw new IllegalArgumentException("a cluster has no setting " + setting);
        }
    }
}
