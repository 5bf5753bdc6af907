package dev.dbops.postgres.maintenance;

import dev.dbops.OpsException;
import dev.dbops.OpsException.Kind;
import dev.dbops.Polling;
import dev.dbops.Polling.Pace;
import dev.dbops.postgres.AdvisoryLock;
import dev.dbops.postgres.ConnectionAttempt;
import dev.dbops.postgres.ConnectionAttempt.Failed;
import dev.dbops.postgres.ConnectionAttempt.Opened;
import dev.dbops.postgres.Database;
import dev.dbops.postgres.session.Sessions;
import dev.dbops.target.ConnectionTarget;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/** Creates, renames and drops databases, from a connection to the server's maintenance database. */
public final class Maintenance implements AutoCloseable {
    private static final Set<String> MAINTENANCE_DATABASES = Set.of("postgres", "template0", "template1", "rdsadmin");

    /** "dbop", as a number that no other program is likely to use. */
    private static final int DATABASE_LOCK = 0x64626f70;

    private static final String DUPLICATE_DATABASE = "42P04";
    private static final String UNIQUE_VIOLATION = "23505";
    private static final String OBJECT_IN_USE = "55006";
    private static final String INVALID_CATALOG_NAME = "3D000";

    /** The time for which a rename ends sessions that prevent it, because clients connect again. */
    private static final Duration RENAME = Duration.ofSeconds(15);

    private static final String END_SESSIONS = """
        SELECT pg_catalog.pg_terminate_backend(a.pid)
        FROM pg_catalog.pg_stat_activity a
        WHERE a.datname = ?
            AND a.pid <> pg_catalog.pg_backend_pid()
        """;

    private static final String NOT_SHOWN = "sessions that have just ended or that are not shown to this role";

    private final Database database;

    private Maintenance(Database database) {
        this.database = database;
    }

    /**
     * Connects to the server of the target: to the database postgres or, where there is none, to template1, as
     * createdb does.
     */
    public static Maintenance connect(ConnectionTarget target) {
        return switch (ConnectionAttempt.of(target.withDatabase("postgres"))) {
            case Opened(var database) -> new Maintenance(database);
            case Failed failed
            when INVALID_CATALOG_NAME.equals(failed.sqlState()) ->
                new Maintenance(Database.connect(target.withDatabase("template1")));
            case Failed failed -> throw failed.failure();
        };
    }

    /** Returns whether the database belongs to PostgreSQL or RDS itself, so that it is never dropped. */
    public static boolean isMaintenanceDatabase(String name) {
        return MAINTENANCE_DATABASES.contains(name);
    }

    /** Refuses the names that {@link #isMaintenanceDatabase} accepts, without asking a server. */
    public static void refuseToDropMaintenanceDatabase(String name) {
        refuseMaintenanceDatabase(name, "dropped");
    }

    /** As {@link #refuseToDropMaintenanceDatabase}, for its name. */
    public static void refuseToRenameMaintenanceDatabase(String name) {
        refuseMaintenanceDatabase(name, "renamed");
    }

    private static void refuseMaintenanceDatabase(String name, String participle) {
        if (isMaintenanceDatabase(name)) {
            throw new OpsException(
                    Kind.REFUSED,
                    "\"%s\" is a maintenance database of the server and is never %s".formatted(name, participle),
                    "name your own database in the connection URL");
        }
    }

    public Database database() {
        return database;
    }

    /**
     * Prevents that two commands create, fill or drop a database of this name at once. The lock is kept until the
     * connection is closed.
     *
     * @throws OpsException of kind TIMEOUT that names the holder, or INTERRUPTED
     */
    public void lock(String name, Duration timeout) {
        new AdvisoryLock(database, DATABASE_LOCK, name.hashCode() & Integer.MAX_VALUE)
                .acquire(
                        timeout,
                        "setup, create, rename or drop of the database \"%s\"".formatted(name),
                        "wait until it ends");
    }

    public boolean exists(String name) {
        return database.query("SELECT true FROM pg_database WHERE datname = ?", row -> row.getBoolean(1), name)
                        .size()
                == 1;
    }

    /** The names of all databases except the server's own. */
    public List<String> userDatabases() {
        return database
                .query(
                        "SELECT datname FROM pg_database WHERE NOT datistemplate ORDER BY datname",
                        row -> row.getString(1))
                .stream()
                .filter(name -> !isMaintenanceDatabase(name))
                .toList();
    }

    /**
     * Creates the database unless it exists.
     *
     * @return whether it was created; false when it existed already, or another session was faster
     */
    public boolean create(DatabaseDefinition definition) {
        try {
            database.executeAsIs(createStatement(definition));
            return true;
        } catch (OpsException e) {
            // with a unique violation, another session created it at the same time
            if (hasState(e, DUPLICATE_DATABASE) || hasState(e, UNIQUE_VIOLATION)) {
                return false;
            }
            throw e;
        }
    }

    private static boolean hasState(OpsException failure, String sqlState) {
        return failure.serverError().isPresent()
                && failure.serverError().get().sqlState().equals(sqlState);
    }

    /** Marks a new database as protected, while it is still empty. */
    public void protect(String name) {
        ProtectionMark.setFromOutside(database, name);
    }

    private String createStatement(DatabaseDefinition definition) {
        var sql = new StringBuilder("CREATE DATABASE ").append(database.quoteIdentifier(definition.name()));
        if (!definition.owner().isEmpty()) {
            sql.append(" OWNER ").append(database.quoteIdentifier(definition.owner()));
        }
        if (!definition.encoding().isEmpty()) {
            sql.append(" ENCODING ").append(database.quoteLiteral(definition.encoding()));
        }
        if (!definition.template().isEmpty()) {
            sql.append(" TEMPLATE ").append(database.quoteIdentifier(definition.template()));
        }
        return sql.toString();
    }

    /**
     * Drops the database if it exists.
     *
     * @param endSessions whether to end sessions that prevent it (from PostgreSQL 13 on, the server does it)
     * @return whether it was dropped; false when it did not exist
     * @throws OpsException that names the sessions that prevent it
     */
    public boolean drop(String name, boolean endSessions) {
        refuseToDropMaintenanceDatabase(name);
        try {
            database.executeAsIs(
                    "DROP DATABASE " + database.quoteIdentifier(name) + (endSessions ? " WITH (FORCE)" : ""));
            return true;
        } catch (OpsException e) {
            if (hasState(e, INVALID_CATALOG_NAME)) {
                return false;
            }
            throw hasState(e, OBJECT_IN_USE) ? inUse(name, e.getCause()) : e;
        }
    }

    /**
     * Renames the database.
     *
     * @param endSessions whether to end sessions that prevent it, for some seconds
     * @throws OpsException that names the sessions that prevent it; of kind FAILED when the new name is taken
     */
    public void rename(String name, String newName, boolean endSessions) {
        refuseToRenameMaintenanceDatabase(name);
        var polling = new Polling(RENAME, Pace.SERVER);
        while (true) {
            if (endSessions) {
                database.query(END_SESSIONS, row -> row.getBoolean(1), name);
            }
            try {
                database.executeAsIs("ALTER DATABASE %s RENAME TO %s"
                        .formatted(database.quoteIdentifier(name), database.quoteIdentifier(newName)));
                return;
            } catch (OpsException e) {
                if (!hasState(e, OBJECT_IN_USE)) {
                    throw hasState(e, DUPLICATE_DATABASE) ? exists(newName, e) : e;
                }
                if (!endSessions || !again(polling)) {
                    throw inUse(name, e.getCause());
                }
            }
        }
    }

    private static boolean again(Polling polling) {
        try {
            return polling.again();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new OpsException(Kind.INTERRUPTED, "interrupted before the database was renamed", null, e);
        }
    }

    private static OpsException exists(String name, OpsException cause) {
        return new OpsException(
                Kind.FAILED,
                "the database \"%s\" already exists".formatted(name),
                "choose another name, or first drop that database: db-ops drop -d NAME",
                cause);
    }

    private OpsException inUse(String name, Throwable cause) {
        var sessions = new Sessions(database).of(name);
        return new OpsException(
                Kind.FAILED,
                "the database \"%s\" is in use by %s"
                        .formatted(name, sessions.isEmpty() ? NOT_SHOWN : Sessions.describe(sessions)),
                "end these sessions with --force, or some of them with db-ops sessions-kill",
                cause);
    }

    @Override
    public void close() {
        database.close();
    }
}
