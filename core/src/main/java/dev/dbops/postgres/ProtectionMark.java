package dev.dbops.postgres;

import dev.dbops.target.ConnectionTarget;
import dev.dbops.target.Origin;
import dev.dbops.target.Protection;
import java.sql.SQLException;
import java.util.Optional;

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

    private static final String NO_SUCH_DATABASE = "3D000";
    private static final String INVALID_DATABASE = "55000";

    private final Database database;

    public ProtectionMark(Database database) {
        this.database = database;
    }

    /**
     * Whether the target is protected: by what it is, else by the mark. The local server's databases never are.
     *
     * @return empty when the database does not exist
     */
    public static Optional<Protection> ofExisting(ConnectionTarget target) {
        var protection = Protection.of(target);
        try (var database = Database.open(target)) {
            return Optional.of(new ProtectionMark(database).protectionOf(target));
        } catch (SQLException e) {
            return switch (e.getSQLState()) {
                case NO_SUCH_DATABASE -> Optional.empty();
                // A drop that was interrupted left it; nobody can use it, and only another drop helps.
                case INVALID_DATABASE -> Optional.of(protection);
                case null, default -> throw ConnectionFailure.of(e, target).describe(e, target);
            };
        }
    }

    /** Whether the target, whose database this is, is protected: by what it is, else by the mark. */
    public Protection protectionOf(ConnectionTarget target) {
        var protection = Protection.of(target);
        var marked = protection instanceof Protection.Unprotected
                && !(target.origin() instanceof Origin.LocalServer)
                && isSet();
        return marked ? Protection.markedInDatabase() : protection;
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
