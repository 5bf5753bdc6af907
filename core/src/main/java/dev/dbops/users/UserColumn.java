package dev.dbops.users;

import dev.dbops.OpsException;
import dev.dbops.postgres.SqlName;

/**
 * A column of the table of users, before it is known whether the table has it.
 *
 * @param name its name, as the catalog has it
 * @param option the option that names it
 * @param required whether it must be there; a column that nobody named may be missing where nothing depends on it
 */
public record UserColumn(String name, String option, boolean required) {
    /** The column of the example schema, for which none was named. */
    public static UserColumn byDefault(String name, String option) {
        return new UserColumn(name, option, false);
    }

    /**
     * The column that was named, read by the server's rules.
     *
     * @throws OpsException of kind USAGE when it is no name
     */
    public static UserColumn named(String text, String option) {
        var name = new SqlName(
                text,
                "column name",
                "write column, or quote what is more than letters, digits and _: %s '\"My Column\"'".formatted(option));
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
