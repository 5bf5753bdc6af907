package dev.dbops.aws.rds;

/**
 * What RDS's word for a state means to those who wait for it or want to change it. See "Viewing DB instance status" in
 * the RDS user guide and "Viewing DB cluster status" in Aurora's.
 */
public enum Phase {
    /** SQL is answered, whatever is done in the background. */
    RUNNING,
    /** It will be running when this is over. Words that AWS adds later are taken for this. */
    CHANGING,
    STOPPING,
    STOPPED,
    DELETING,
    /** It stays so until somebody does something about it. */
    BROKEN;

    /** What RDS's word means. */
    public static Phase of(String state) {
        return switch (state) {
            case "available",
                    "backing-up",
                    "configuring-enhanced-monitoring",
                    "configuring-iam-database-auth",
                    "configuring-log-exports",
                    "storage-config-upgrade",
                    "storage-initialization",
                    "storage-optimization",
                    "update-iam-db-auth" -> RUNNING;
            case "stopping" -> STOPPING;
            // the key is back, and the database waits to be started
            case "stopped", "inaccessible-encryption-credentials-recoverable" -> STOPPED;
            case "delete-precheck", "deleting" -> DELETING;
            case "cloning-failed",
                    "failed",
                    "inaccessible-encryption-credentials",
                    "incompatible-create",
                    "incompatible-network",
                    "incompatible-option-group",
                    "incompatible-parameters",
                    "incompatible-restore",
                    "insufficient-capacity",
                    "migration-failed",
                    "restore-error",
                    "storage-full" -> BROKEN;
            default -> CHANGING;
        };
    }

    /** What to do about a state that does not pass. */
    public static String remedy(String state) {
        return switch (state) {
            case "storage-full" -> "give it more storage: aws rds modify-db-instance --allocated-storage";
            case "incompatible-parameters" ->
                "its parameter group does not fit the version or class: put the parameters back, then reboot it";
            case "incompatible-network" -> "its subnets have no free address, or the VPC has no DNS: mend the network";
            case "insufficient-capacity" -> "AWS has no machine of its class there now: try later, or another class";
            case "inaccessible-encryption-credentials" ->
                "its KMS key is disabled or forbidden: enable the key, then start it: db-ops rds-start";
            default -> "see its events in the RDS console; a snapshot can be restored: db-ops rds-restore";
        };
    }
}
