package dev.dbops.audit;

import dev.dbops.OpsException;
import dev.dbops.OpsException.Kind;
import dev.dbops.postgres.Database;
import java.util.List;
import java.util.Optional;

/** The extension pgAudit of one database: what is there, and its creation. See pgaudit/pgaudit on GitHub. */
public final class PgAudit {
    private static final String EXTENSION = "pgaudit";

    /** The only role that RDS accepts in pgaudit.role. */
    public static final String ROLE = "rds_pgaudit";

    private final Database database;

    public PgAudit(Database database) {
        this.database = database;
    }

    /**
     * The state of pgAudit on the server and in the database.
     *
     * @param loaded whether the server has loaded the library; empty when the role may not see that
     * @param available the version that can be created; empty when the server does not have the extension
     * @param created the version that is created in this database
     * @param hasRole whether there is the role of object auditing
     */
    public record State(
            Optional<Boolean> loaded, Optional<String> available, Optional<String> created, boolean hasRole) {}

    /** Reads the state of pgAudit. */
    public State state() {
        return database.query(
                        """
                        SELECT (SELECT s.setting
                                  FROM pg_catalog.pg_settings AS s
                                 WHERE s.name = 'shared_preload_libraries') AS libraries,
                               (SELECT a.default_version::text
                                  FROM pg_catalog.pg_available_extensions AS a
                                 WHERE a.name::text = ?) AS available,
                               (SELECT e.extversion
                                  FROM pg_catalog.pg_extension AS e
                                 WHERE e.extname::text = ?) AS created,
                               EXISTS (SELECT FROM pg_catalog.pg_roles AS r WHERE r.rolname::text = ?) AS has_role
                        """,
                        row -> new State(
                                Optional.ofNullable(row.getString("libraries")).map(PgAudit::isIn),
                                Optional.ofNullable(row.getString("available")),
                                Optional.ofNullable(row.getString("created")),
                                row.getBoolean("has_role")),
                        EXTENSION,
                        EXTENSION,
                        ROLE)
                .getFirst();
    }

    /** Returns whether a value of shared_preload_libraries names the library. */
    public static boolean isIn(String libraries) {
        return List.of(libraries.replace("\"", "").replace(" ", "").split(",")).contains(EXTENSION);
    }

    /**
     * Creates the extension unless it exists, and the role of object auditing if it is wanted.
     *
     * @throws OpsException of kind FAILED when the server does not have the extension
     */
    public void create(boolean objects) {
        var state = state();
        if (state.created().isEmpty()) {
            if (state.available().isEmpty()) {
                throw new OpsException(
                        Kind.FAILED,
                        "the server does not have the extension pgaudit",
                        "does the connection URL lead to the instance? RDS has it in all versions of PostgreSQL");
            }
            database.executeText("CREATE EXTENSION " + EXTENSION);
        }
        if (objects && !state.hasRole()) {
            database.executeText("CREATE ROLE " + ROLE + " NOLOGIN");
        }
    }

    /** Drops the extension if it exists; the role remains, because it may have privileges. */
    public void drop() {
        database.executeText("DROP EXTENSION IF EXISTS " + EXTENSION);
    }
}
