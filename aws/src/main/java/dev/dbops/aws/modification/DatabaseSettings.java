package dev.dbops.aws.modification;

import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.rds.model.DBCluster;
import software.amazon.awssdk.services.rds.model.DBInstance;

/**
 * The settings of an instance or a cluster.
 *
 * @param now the current values; a setting without a value is missing
 * @param pending the values that wait for the maintenance window, or are being applied
 */
record DatabaseSettings(Map<Setting, String> now, Map<Setting, String> pending) {
    /** The beginning of the engine's name, and the name of its standard storage. */
    private static final String AURORA = "aurora";

    static DatabaseSettings of(DBInstance instance) {
        var now = new Values();
        now.put(Setting.CLASS, instance.dbInstanceClass());
        now.put(Setting.STORAGE, instance.allocatedStorage());
        now.put(Setting.MAX_STORAGE, instance.maxAllocatedStorage());
        now.put(Setting.STORAGE_TYPE, instance.storageType());
        now.put(Setting.IOPS, instance.iops());
        now.put(Setting.THROUGHPUT, instance.storageThroughput());
        now.put(Setting.MULTI_AZ, Setting.text(instance.multiAZ()));
        now.put(Setting.DELETION_PROTECTION, Setting.text(instance.deletionProtection()));
        now.put(Setting.BACKUP_RETENTION, instance.backupRetentionPeriod());
        now.put(Setting.BACKUP_WINDOW, instance.preferredBackupWindow());
        now.put(Setting.MAINTENANCE_WINDOW, instance.preferredMaintenanceWindow());
        now.put(Setting.ENGINE_VERSION, instance.engineVersion());
        now.put(Setting.CA, instance.caCertificateIdentifier());
        now.put(Setting.PUBLIC, Setting.text(instance.publiclyAccessible()));
        now.put(Setting.IAM_AUTHENTICATION, Setting.text(instance.iamDatabaseAuthenticationEnabled()));
        var pending = new Values();
        var waiting = instance.pendingModifiedValues();
        if (waiting != null) {
            pending.put(Setting.CLASS, waiting.dbInstanceClass());
            pending.put(Setting.STORAGE, waiting.allocatedStorage());
            pending.put(Setting.STORAGE_TYPE, waiting.storageType());
            pending.put(Setting.IOPS, waiting.iops());
            pending.put(Setting.THROUGHPUT, waiting.storageThroughput());
            pending.putSwitch(Setting.MULTI_AZ, waiting.multiAZ());
            pending.putSwitch(Setting.IAM_AUTHENTICATION, waiting.iamDatabaseAuthenticationEnabled());
            pending.put(Setting.BACKUP_RETENTION, waiting.backupRetentionPeriod());
            pending.put(Setting.ENGINE_VERSION, waiting.engineVersion());
            pending.put(Setting.CA, waiting.caCertificateIdentifier());
        }
        return new DatabaseSettings(now.map, pending.map);
    }

    static DatabaseSettings of(DBCluster cluster) {
        var now = new Values();
        now.put(Setting.CLASS, cluster.dbClusterInstanceClass());
        now.put(Setting.STORAGE, cluster.allocatedStorage());
        now.put(Setting.STORAGE_TYPE, storageType(cluster));
        now.put(Setting.IOPS, cluster.iops());
        now.put(Setting.DELETION_PROTECTION, Setting.text(cluster.deletionProtection()));
        now.put(Setting.BACKUP_RETENTION, cluster.backupRetentionPeriod());
        now.put(Setting.BACKUP_WINDOW, cluster.preferredBackupWindow());
        now.put(Setting.MAINTENANCE_WINDOW, cluster.preferredMaintenanceWindow());
        now.put(Setting.ENGINE_VERSION, cluster.engineVersion());
        now.put(Setting.IAM_AUTHENTICATION, Setting.text(cluster.iamDatabaseAuthenticationEnabled()));
        if (cluster.certificateDetails() != null) {
            now.put(Setting.CA, cluster.certificateDetails().caIdentifier());
        }
        var pending = new Values();
        var waiting = cluster.pendingModifiedValues();
        if (waiting != null) {
            pending.put(Setting.STORAGE, waiting.allocatedStorage());
            pending.put(Setting.STORAGE_TYPE, waiting.storageType());
            pending.put(Setting.IOPS, waiting.iops());
            pending.put(Setting.BACKUP_RETENTION, waiting.backupRetentionPeriod());
            pending.put(Setting.ENGINE_VERSION, waiting.engineVersion());
            pending.putSwitch(Setting.IAM_AUTHENTICATION, waiting.iamDatabaseAuthenticationEnabled());
            if (waiting.certificateDetails() != null) {
                pending.put(Setting.CA, waiting.certificateDetails().caIdentifier());
            }
        }
        return new DatabaseSettings(now.map, pending.map);
    }

    /** RDS does not always name the standard storage of Aurora. */
    private static String storageType(DBCluster cluster) {
        var type = cluster.storageType() == null ? "" : cluster.storageType();
        return cluster.engine().startsWith(AURORA) && !type.startsWith(AURORA) ? AURORA : type;
    }

    /** The value that a setting has when everything that waits is applied. */
    Optional<String> eventual(Setting setting) {
        return Optional.ofNullable(pending.getOrDefault(setting, now.get(setting)));
    }

    Optional<String> current(Setting setting) {
        return Optional.ofNullable(now.get(setting));
    }

    /** A number; 0 for a setting without a value. */
    int number(Setting setting) {
        return current(setting).map(Integer::parseInt).orElse(0);
    }

    /** Settings that leave out those without a value. */
    private static final class Values {
        private final Map<Setting, String> map = new EnumMap<>(Setting.class);

        void put(Setting setting, Object value) {
            if (value != null && !value.toString().isEmpty()) {
                map.put(setting, value.toString());
            }
        }

        void putSwitch(Setting setting, Boolean on) {
            put(setting, on == null ? null : Setting.text(on));
        }
    }
}
