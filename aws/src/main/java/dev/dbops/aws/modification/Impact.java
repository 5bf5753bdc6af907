package dev.dbops.aws.modification;

import dev.dbops.aws.modification.PlannedChange.Applied;
import java.util.Optional;

/**
 * When a change is applied and whether it interrupts the database: the tables "Settings for DB instances" in the RDS
 * user guide, and "Settings for Amazon Aurora" in Aurora's.
 */
final class Impact {
    /** The beginning of the text of a change that interrupts. */
    static final String INTERRUPTS = "yes";

    private static final String NONE = "no";
    private static final String SLOWER = "no, but slower meanwhile";

    private Impact() {}

    /** The time at which it is applied: some settings never wait for the maintenance window. */
    static Applied applied(Setting setting, Optional<String> now, String then, boolean immediately) {
        var always = switch (setting) {
            case MAX_STORAGE, DELETION_PROTECTION, BACKUP_WINDOW, MAINTENANCE_WINDOW, PUBLIC -> true;
            case BACKUP_RETENTION -> !turnsBackups(now, then);
            default -> false;
        };
        return always || immediately ? Applied.NOW : Applied.MAINTENANCE_WINDOW;
    }

    /**
     * The interruption of the database, which begins with "yes" or "no".
     *
     * @param standby whether the database has a standby or another member that takes over
     * @param rotates whether the version loads a new certificate without a restart; empty when that is unknown
     */
    static String downtime(
            Setting setting, Optional<String> now, String then, boolean standby, Optional<Boolean> rotates) {
        return switch (setting) {
            case CLASS -> standby ? "yes: fails over" : "yes: restarts";
            case ENGINE_VERSION -> "yes: restarts";
            case BACKUP_RETENTION -> turnsBackups(now, then) ? "yes: briefly" : NONE;
            case STORAGE_TYPE -> storageType(now.orElse(""), then);
            case STORAGE, IOPS, THROUGHPUT -> SLOWER;
            case MULTI_AZ -> Setting.isOn(then) ? SLOWER : NONE;
            case CA ->
                rotates.map(without -> without ? NONE : "yes: restarts").orElse("yes: restarts, with some versions");
            case MAX_STORAGE, DELETION_PROTECTION, BACKUP_WINDOW, MAINTENANCE_WINDOW, PUBLIC, IAM_AUTHENTICATION ->
                NONE;
        };
    }

    private static String storageType(String now, String then) {
        if (then.startsWith("aurora")) {
            return NONE;
        }
        return now.equals("standard") || then.equals("standard") ? "yes: briefly" : SLOWER;
    }

    /** Returns whether automated backups are turned on or off. */
    private static boolean turnsBackups(Optional<String> now, String then) {
        return now.orElse("0").equals("0") != then.equals("0");
    }

    /**
     * Returns whether the change cannot be undone, or removes a protection: it requires the database's name.
     *
     * @param then the value after the change
     */
    static boolean needsName(Setting setting, String then) {
        return switch (setting) {
            case STORAGE, ENGINE_VERSION -> true;
            case DELETION_PROTECTION -> !Setting.isOn(then);
            case PUBLIC -> Setting.isOn(then);
            case BACKUP_RETENTION -> then.equals("0");
            default -> false;
        };
    }
}
