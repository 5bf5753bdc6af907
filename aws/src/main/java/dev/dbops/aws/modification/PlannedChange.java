package dev.dbops.aws.modification;

import java.util.Optional;

/**
 * A change of a setting.
 *
 * @param setting its name, such as "storage type"
 * @param now the current value
 * @param then the value after the change
 * @param applied when the change begins
 * @param downtime whether it interrupts the database, and how
 */
public record PlannedChange(String setting, Optional<String> now, String then, Applied applied, String downtime) {

    /** When a change begins. */
    public enum Applied {
        NOW,
        MAINTENANCE_WINDOW
    }

    /** Returns whether it interrupts the database. */
    public boolean interrupts() {
        return downtime.startsWith(Impact.INTERRUPTS);
    }

    /** {@code class db.t4g.micro -> db.m7g.large}. */
    public String description() {
        return "%s %s -> %s".formatted(setting, now.orElse("none"), then);
    }
}
