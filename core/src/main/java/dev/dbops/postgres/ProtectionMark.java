package dev.dbops.postgres;

import dev.dbops.target.ConnectionTarget;
import dev.dbops.target.Origin;
import dev.dbops.target.Protection;

/**
 * The mark inside a database that makes it protected wherever it is reached from.
 *
 * <p>It is a row in the schema that db-ops keeps for itself, so that it travels with a dump and with a snapshot.
 */
public final class ProtectionMark {
    private static final String CREATE = """
        CREATE SCHEMA IF NOT EXISTS dbops;
        CREATE TABLE IF NOT EXISTS dbops.setting (
            name text PRIMARY KEY,
            value jsonb NOT NULL
        );
        INSERT INTO dbops.setting (name, value) VALUES ('protected', 'true')
            ON CONFLICT (name) DO UPDATE SET value = excluded.value
        """;

    private static final String IS_THERE = "SELECT to_regclass('dbops.setting') IS NOT NULL";
    private static final String IS_SET =
            "SELECT true FROM dbops.setting WHERE name = 'protected' AND value = 'true'::jsonb";

    private final Database database;

    public ProtectionMark(Database database) {
        this.database = database;
    }

    /** Whether the target is protected: by what it is, else by the mark, for which an existing database is asked. */
    public static Protection protectionOf(ConnectionTarget target) {
        var protection = Protection.of(target);
        if (protection instanceof Protection.Protected || target.origin() instanceof Origin.LocalServer) {
            return protection;
        }
        try (var database = Database.connect(target)) {
            return new ProtectionMark(database).isSet() ? Protection.markedInDatabase() : protection;
        }
    }

    public boolean isSet() {
        return database.query(IS_THERE, row -> row.getBoolean(1)).getFirst()
                && !database.query(IS_SET, row -> true).isEmpty();
    }

    /** Marks the database as protected; again is no harm. */
    public void set() {
        database.execute(CREATE);
    }
}
