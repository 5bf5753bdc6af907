package dev.dbops.users;

import dev.dbops.OpsException;
import dev.dbops.postgres.SqlName;

/**
 * A column of the table of users, before the table is checked for it.
 *
 * @param name its name, as in the catalog
 * @param option the option that sets it
 * @param required whether it must exist; a column that was not named may be missing if nothing depends on it
 */
public record UserColumn(String name, String option, boolean required) {
    /** The column of the example schema, used if none was named. */
    public static UserColumn byDefault(String name, String option) {
        return new UserColumn(name, option, false);
    }

    /**
     * The named column, parsed by the server's rules.
     *
     * @throws OpsException of kind USAGE when it is not a valid name
     */
    public static UserColumn named(String text, String option) {
        var name = new SqlName(
                text,
                "column name",
                "write column, or quote names with characters other than letters, digits and _: %s '\"My Column\"'"
                        .formatted(option));
        var parts = name.parts();
        if (parts.size() > 1) {
            throw name.fault("it has several parts");
        }
        return new UserColumn(parts.getFirst(), option, true);
    }

    UserColumn needed() {
        return new UserColumn(name, option, true);
    }
}
