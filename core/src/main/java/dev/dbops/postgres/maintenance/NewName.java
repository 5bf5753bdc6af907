package dev.dbops.postgres.maintenance;

import dev.dbops.OpsException;
import dev.dbops.OpsException.Kind;
import java.nio.charset.StandardCharsets;

/** Checks the new name of a database, without asking a server. */
public final class NewName {
    /** PostgreSQL cuts a longer name (its NAMEDATALEN): the database would have another name than the user wrote. */
    private static final int LONGEST = 63;

    private NewName() {}

    /** @throws OpsException of kind USAGE when no user's database can have the name */
    public static void require(String name) {
        if (name.isEmpty()) {
            throw new OpsException(Kind.USAGE, "the new name is missing", "db-ops rename NAME");
        }
        requireLength("new name", name);
        if (Maintenance.isMaintenanceDatabase(name)) {
            throw new OpsException(
                    Kind.USAGE,
                    "\"%s\" is the name of a maintenance database of the server".formatted(name),
                    "choose another name");
        }
    }

    /** @throws OpsException of kind USAGE when the server would cut the name of a database that is to be created */
    public static void requireLength(String name) {
        requireLength("database name", name);
    }

    private static void requireLength(String subject, String name) {
        if (name.getBytes(StandardCharsets.UTF_8).length > LONGEST) {
            throw new OpsException(
                    Kind.USAGE,
                    "the %s is longer than %d bytes: \"%s\"".formatted(subject, LONGEST, name),
                    "choose a shorter name");
        }
    }
}
