package dev.dbops.migration;

import dev.dbops.OpsException;
import dev.dbops.postgres.Database;
import dev.dbops.postgres.SessionDefaults;
import dev.dbops.postgres.SqlErrors;
import dev.dbops.script.ScriptResult;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import org.postgresql.core.TransactionState;
import org.postgresql.jdbc.PgConnection;

/**
 * The session in which Flyway's statements and those of migrations alternate.
 *
 * <p>Flyway writes its statements without schemas, so they run with a search path on which no other role can create
 * objects. Each migration begins with the defaults of the session: settings, temporary tables and the role of the one
 * before do not reach it, nor Flyway.
 */
final class MigrationSession {
    private static final String OWN_PATH = "SELECT pg_catalog.set_config('search_path', 'pg_catalog, pg_temp', false)";

    /** SET TRANSACTION must be possible afterwards. This command needs no snapshot, a query would. */
    private static final String USERS_PATH = "RESET search_path";

    private static final String FIND = "SELECT current_schema(), current_setting('lock_timeout') = '0' AS may_wait";

    private final Database database;
    private final PgConnection connection;
    private final MigrationRunner scripts;
    private final Duration lockTimeout;
    private final Found found;

    /**
     * The session as the user has configured it.
     *
     * @param schema the first schema of the search path
     * @param mayWait whether statements may wait for a lock without a limit
     */
    private record Found(Optional<String> schema, boolean mayWait) {}

    /**
     * @param lockTimeout how long each migration may try to get its locks
     */
    MigrationSession(Database database, MigrationRunner scripts, Duration lockTimeout) {
        this.database = database;
        this.scripts = scripts;
        this.connection = database.connection();
        this.lockTimeout = lockTimeout;
        this.found = database.queryAsUser(
                        FIND, row -> new Found(Optional.ofNullable(row.getString(1)), row.getBoolean("may_wait")))
                .getFirst();
        database.executeAsIs(OWN_PATH);
    }

    /** Its connection. */
    Database database() {
        return database;
    }

    /** The first schema of the user's path, where the history is. */
    Optional<String> schema() {
        return found.schema();
    }

    /**
     * Runs a migration, in a transaction unless the connection commits each statement.
     *
     * @throws OpsException the failure of the migration; the caller rolls back
     */
    ScriptResult run(MigrationFile file) {
        try {
            return connection.getAutoCommit() ? runStatements(file) : runInTransaction(file);
        } catch (SQLException e) {
            throw SqlErrors.translate(e);
        }
    }

    private ScriptResult runInTransaction(MigrationFile file) throws SQLException {
        var patience = new LockPatience(lockTimeout);
        var result = attempt(file, patience);
        while (result.isEmpty()) {
            result = attempt(file, patience);
        }
        return result.get();
    }

    /** Returns nothing if the migration was rolled back because of a lock. */
    private Optional<ScriptResult> attempt(MigrationFile file, LockPatience patience) throws SQLException {
        begin(file);
        try (var watch =
                new BlockerWatch(database, LockPatience.wait(lockTimeout).dividedBy(4))) {
            try {
                var result = scripts.run(file);
                restoreOwn();
                limitWaits();
                return Optional.of(result);
            } catch (OpsException e) {
                if (!LockPatience.isLockFailure(e)) {
                    throw e;
                }
                connection.rollback();
                patience.pause(e, watch.blockers(), scripts);
                return Optional.empty();
            }
        }
    }

    private void begin(MigrationFile file) throws SQLException {
        // Flyway has changed nothing in its transaction, and the defaults must remain after a rollback.
        connection.rollback();
        SessionDefaults.restore(database);
        database.executeAsIs(OWN_PATH);
        scripts.prepare(file);
        connection.commit();
        database.executeAsIs(USERS_PATH);
        limitWaits();
    }

    /** The application queues behind a statement that waits. A limit that the user has set remains. */
    private void limitWaits() {
        if (found.mayWait()) {
            database.executeAsIs(
                    "SET LOCAL lock_timeout = " + LockPatience.wait(lockTimeout).toMillis());
        }
    }

    private ScriptResult runStatements(MigrationFile file) throws SQLException {
        SessionDefaults.restore(database);
        scripts.prepare(file);
        try {
            var result = scripts.run(file);
            restoreOwn();
            return result;
        } catch (OpsException e) {
            afterFailure(e);
            throw e;
        }
    }

    /** Flyway records the failure. The connection may be lost, or a transaction of the file open. */
    private void afterFailure(OpsException failure) throws SQLException {
        try {
            if (connection.getTransactionState() != TransactionState.IDLE) {
                database.executeAsIs("ROLLBACK");
            }
            restoreOwn();
        } catch (OpsException e) {
            failure.addSuppressed(e);
        }
    }

    private void restoreOwn() {
        SessionDefaults.restoreSettings(database);
        database.executeAsIs(OWN_PATH);
    }
}
