package dev.dbops.postgres.maintenance;

/**
 * The properties of a new database; the server chooses those that are empty.
 *
 * @param name its name
 * @param owner the role that owns it
 * @param encoding the server's name of an encoding, such as UTF8
 * @param template the database that is copied
 */
public record DatabaseDefinition(String name, String owner, String encoding, String template) {
    /** A database with the server's defaults. */
    public static DatabaseDefinition named(String name) {
        return new DatabaseDefinition(name, "", "", "");
    }
}
