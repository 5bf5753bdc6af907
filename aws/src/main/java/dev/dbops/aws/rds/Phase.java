package dev.dbops.aws.rds;

/**
 * The meaning of an RDS state for a command that waits for it or changes it. See "Viewing DB instance status" in the
 * RDS user guide and "Viewing DB cluster status" in Aurora's.
 */
public enum Phase {
    /** It answers SQL, whatever AWS does in the background. */
    RUNNING,
    /** It will be running when this state ends. An unknown state is treated as this one. */
    CHANGING,
    STOPPING,
    STOPPED,
    DELETING,
    /** It stays in this state until a user acts. */
    BROKEN;

    /** The phase of an RDS state. */
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
            // the key is available again, and the database must be started
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

    /** The advice for a state that it does not leave by itself. */
    public static String remedy(String state) {
        return switch (state) {
            case "storage-full" -> "add storage: db-ops rds-modify --storage GIB --apply-immediately";
            case "incompatible-parameters" ->
                "its parameter group does not match the version or class: restore the parameters, then reboot it";
            case "incompatible-network" -> "its subnets have no free address, or the VPC has no DNS: fix the network";
            case "insufficient-capacity" -> "AWS has no free machine of its class: try later, or try another class";
            case "inaccessible-encryption-credentials" ->
                "its KMS key is disabled or forbidden: enable the key, then start it: db-ops rds-start";
            default -> "see its events: db-ops rds-events; a snapshot can be restored: db-ops rds-restore";
        };
    }
}
