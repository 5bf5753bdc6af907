package dev.dbops.aws.snapshot;

import dev.dbops.OpsException;
import dev.dbops.OpsException.Kind;
import dev.dbops.aws.AwsCall;
import dev.dbops.aws.AwsClients;
import java.time.Instant;
import software.amazon.awssdk.services.rds.model.DBCluster;
import software.amazon.awssdk.services.rds.model.DBInstance;
import software.amazon.awssdk.services.rds.model.DBInstanceAutomatedBackup;

/**
 * The time that the automated backups of a database cover.
 *
 * @param earliest the first time
 * @param latest the last time, some minutes ago
 */
record BackupWindow(Instant earliest, Instant latest) {
    /**
     * @throws OpsException of kind USAGE when automated backups are disabled, or there is none yet
     */
    static BackupWindow ofInstance(AwsClients clients, DBInstance instance) {
        var name = instance.dbInstanceIdentifier();
        var backups = AwsCall.of(
                "rds:DescribeDBInstanceAutomatedBackups",
                () -> clients.rds()
                        .describeDBInstanceAutomatedBackups(request -> request.dbInstanceIdentifier(name)
                                // RDS keeps backups of deleted instances, which may have had the same name
                                .dbiResourceId(instance.dbiResourceId()))
                        .dbInstanceAutomatedBackups());
        return backups.stream()
                .map(DBInstanceAutomatedBackup::restoreWindow)
                .filter(window -> window != null && window.earliestTime() != null && window.latestTime() != null)
                .map(window -> new BackupWindow(window.earliestTime(), window.latestTime()))
                .findFirst()
                .orElseThrow(() -> none("instance", name));
    }

    /**
     * @throws OpsException of kind USAGE when there is no backup yet
     */
    static BackupWindow ofCluster(DBCluster cluster) {
        if (cluster.earliestRestorableTime() == null || cluster.latestRestorableTime() == null) {
            throw none("cluster", cluster.dbClusterIdentifier());
        }
        return new BackupWindow(cluster.earliestRestorableTime(), cluster.latestRestorableTime());
    }

    private static OpsException none(String type, String name) {
        return new OpsException(
                Kind.USAGE,
                "%s \"%s\" has no automated backups".formatted(type, name),
                "restore one of its snapshots: db-ops rds-snapshots --instance " + name);
    }

    /**
     * @throws OpsException of kind USAGE when the backups do not cover the time
     */
    void require(RestorePoint point, String database) {
        if (point instanceof RestorePoint.AtTime(var time) && (time.isBefore(earliest) || time.isAfter(latest))) {
            throw new OpsException(
                    Kind.USAGE,
                    "the backups of %s do not cover %s".formatted(database, time),
                    "they cover %s to %s; --at latest restores the last time".formatted(earliest, latest));
        }
    }
}
