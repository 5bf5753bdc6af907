package dev.dbops.seed;

import dev.dbops.postgres.Database;
import dev.dbops.postgres.OwnSchema;
import dev.dbops.postgres.OwnSchemaLock;
import dev.dbops.postgres.SessionDefaults;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Optional;

/**
 * Records in the database which seeds were loaded, so that a seed is loaded once, from whatever machine.
 *
 * <p>It uses the open transaction of the connection: a seed that fails leaves neither its rows nor its entry, nor the
 * table of entries if that was new.
 */
public final class SeedLog {
    private static final String CREATE = """
        CREATE SCHEMA IF NOT EXISTS dbops;
        CREATE TABLE IF NOT EXISTS dbops.seed (
            sha256 text PRIMARY KEY,
            file text NOT NULL,
            loaded_at timestamptz NOT NULL DEFAULT now()
        );
        COMMENT ON TABLE dbops.seed IS 'what db-ops seed --once has loaded'
        """;

    private static final String FIND = "SELECT loaded_at FROM dbops.seed WHERE sha256 = ?";
    private static final String INSERT = "INSERT INTO dbops.seed (sha256, file) VALUES (?, ?)";

    private final Database database;

    public SeedLog(Database database) {
        this.database = database;
    }

    /** When the seed was loaded; empty when it was not. Creates nothing. */
    public Optional<Instant> loadedAt(String sha256) {
        if (!isThere()) {
            return Optional.empty();
        }
        var times = database.query(
                FIND, row -> row.getObject(1, OffsetDateTime.class).toInstant(), sha256);
        return times.isEmpty() ? Optional.empty() : Optional.of(times.getFirst());
    }

    /**
     * Adds the seed to the log, which is created if it does not exist.
     *
     * @param sha256 the file's SHA-256 in hexadecimal digits
     * @param file the file name as the user gave it, for readers of the table
     */
    public void remember(String sha256, String file) {
        // the script may have set another role, which may not write here
        SessionDefaults.restoreSettings(database);
        if (!isThere()) {
            OwnSchemaLock.take(database);
            database.execute(CREATE);
        }
        database.execute(INSERT, sha256, file);
    }

    private boolean isThere() {
        return OwnSchema.has(database, "seed");
    }
}
