package dev.dbops.events.ddl;

import dev.dbops.OpsException;
import dev.dbops.OpsException.Kind;
import dev.dbops.events.log.EventLogSchema;
import dev.dbops.events.log.LogInUse;
import dev.dbops.events.log.Partitions;
import dev.dbops.postgres.Database;
import dev.dbops.postgres.OwnSchema;
import dev.dbops.postgres.OwnSchemaLock;
import dev.dbops.postgres.Transaction;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The event triggers of a database that write changes of captured tables' definitions into the event log. Like capture
 * triggers, they do not fire in a session with session_replication_role = replica.
 */
public final class SchemaTriggers {
    /**
     * The functions write into the log with the rights of a superuser. Whoever owns a table of the log could give it a
     * trigger, which would run with these rights.
     */
    private static final String UNTRUSTED = """
        SELECT owned.title, r.rolname
          FROM (SELECT 'schema dbops' AS title, nspowner AS owner FROM pg_namespace WHERE nspname = 'dbops'
                UNION ALL
                SELECT 'table dbops.' || quote_ident(relname), relowner
                  FROM pg_class
                 WHERE relnamespace = to_regnamespace('dbops') AND relkind IN ('r', 'p')) AS owned
          JOIN pg_roles AS r ON r.oid = owned.owner
         WHERE r.rolname <> current_user
           AND NOT r.rolsuper
           AND NOT EXISTS (SELECT FROM pg_roles AS rds
                            WHERE rds.rolname = 'rds_superuser' AND pg_has_role(r.oid, rds.oid, 'MEMBER'))
         ORDER BY owned.title
         LIMIT 1
        """;

    private static final String LOG = "SELECT dbops.log_schema_changes(NULL, NULL, NULL)";

    private static final String LOCK_TIMEOUT = "SET LOCAL lock_timeout = '5s'";

    private static final String NOT_PERMITTED = "42501";

    private final Database database;

    public SchemaTriggers(Database database) {
        this.database = database;
    }

    /**
     * The result of an installation.
     *
     * @param state installed, replaced or unchanged
     * @param notes other notes for the user
     */
    public record Installed(String state, List<String> notes) {
        public Installed {
            notes = List.copyOf(notes);
        }
    }

    /**
     * Creates the log if it is missing, and then the event triggers, and logs the definition of each captured table that
     * the log does not have yet.
     *
     * @throws OpsException of kind SQL when the role may not create event triggers
     */
    public Installed install() {
        var notes = new ArrayList<String>();
        new Transaction(database, "the event log").commit(() -> {
            EventLogSchema.create(database).ifPresent(notes::add);
            return true;
        });
        Partitions.ensure(database);
        try {
            return new Transaction(database, "the event triggers").commit(() -> {
                OwnSchemaLock.take(database);
                requireTrusted();
                database.execute(LOCK_TIMEOUT);
                return new Installed(installed(), notes);
            });
        } catch (OpsException e) {
            throw LogInUse.of(e);
        }
    }

    private void requireTrusted() {
        database.query(UNTRUSTED, row -> {
            throw new OpsException(
                    Kind.REFUSED,
                    "%s belongs to role \"%s\", which is not a superuser, and event triggers would run what that role"
                                    .formatted(row.getString(1), row.getString(2))
                            + " attaches to it with the rights of a superuser",
                    "give schema dbops and its tables to a superuser, or create the log as one: db-ops"
                            + " triggers-install");
        });
    }

    private String installed() {
        var state = SchemaTriggerState.read(database);
        var script = state.script();
        if (!script.isEmpty()) {
            permitted(() -> database.executeText(script));
        }
        logChanges(database);
        return script.isEmpty() ? "unchanged" : state.found().isEmpty() ? "installed" : "replaced";
    }

    /** Returns the statements that {@link #install} would run now. Changes nothing. */
    public String script() {
        var log = new EventLogSchema(database).isComplete() ? "" : EventLogSchema.script() + "\n";
        return log + SchemaTriggerState.read(database).script() + LOG + ";\n";
    }

    /**
     * Logs the definitions that differ from those that the log has, in the open transaction. For databases with the event
     * triggers only.
     */
    public static void logChanges(Database database) {
        database.query(LOG, row -> true);
    }

    /**
     * Removes the event triggers in a transaction.
     *
     * @return whether there were any
     * @throws OpsException of kind SQL when they belong to another role
     */
    public boolean remove() {
        return new Transaction(database, "the event triggers").commit(() -> {
            OwnSchemaLock.take(database);
            OwnSchema.require(database);
            database.execute(LOCK_TIMEOUT);
            return drop();
        });
    }

    /**
     * Same as {@link #remove}, in the open transaction. The definitions that the log has stay known: after the next
     * installation only differences are logged.
     */
    public boolean drop() {
        var state = SchemaTriggerState.read(database);
        if (state.found().isEmpty()) {
            return false;
        }
        permitted(() -> database.executeText(state.removal(database)));
        return true;
    }

    /** Returns whether changes of definitions are captured, if only in part. */
    public boolean exist() {
        return owner().isPresent();
    }

    /** Returns the role that owns the event triggers; empty if there are none. */
    public Optional<String> owner() {
        return SchemaTriggerState.read(database).found().stream()
                .map(SchemaTriggerState.Found::owner)
                .findFirst();
    }

    /** Returns what {@link #install} would repair: parts that were dropped or disabled, and functions of another version. */
    public List<String> drift() {
        return SchemaTriggerState.read(database).drift();
    }

    private void permitted(Runnable change) {
        try {
            change.run();
        } catch (OpsException e) {
            if (e.serverError()
                    .filter(error -> NOT_PERMITTED.equals(error.sqlState()))
                    .isEmpty()) {
                throw e;
            }
            throw new OpsException(
                    Kind.SQL,
                    "role \"%s\" may not create or drop event triggers".formatted(role()),
                    "connect as a superuser, or on Amazon RDS as a member of rds_superuser; without --ddl, changes of"
                            + " rows are captured all the same",
                    e);
        }
    }

    private String role() {
        return database.target().user();
    }
}
