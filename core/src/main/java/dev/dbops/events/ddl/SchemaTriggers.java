package dev.dbops.events.ddl;

import dev.dbops.OpsException;
import dev.dbops.OpsException.Kind;
import dev.dbops.Resource;
import dev.dbops.events.log.EventLogSchema;
import dev.dbops.events.log.LogInUse;
import dev.dbops.events.log.Partitions;
import dev.dbops.postgres.Database;
import dev.dbops.postgres.OwnSchema;
import dev.dbops.postgres.OwnSchemaLock;
import dev.dbops.postgres.Transaction;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.CRC32;

/**
 * The event triggers of a database that write changes of captured tables' definitions into the event log. Like capture
 * triggers, they do not fire in a session with session_replication_role = replica.
 */
public final class SchemaTriggers {
    private static final String SQL = Resource.text(SchemaTriggers.class, "schema-changes.sql");

    private static final String VERSION = version();

    /** A change of a type, a domain or a schema may concern many tables, which are then compared. */
    private static final Map<String, String> TRIGGERS = triggers();

    private static final String LIST = """
        SELECT e.evtname, e.evtenabled::text, coalesce(obj_description(p.oid, 'pg_proc'), ''), e.evtowner::regrole::text
          FROM pg_event_trigger AS e
          JOIN pg_proc AS p ON p.oid = e.evtfoid
         WHERE p.pronamespace = to_regnamespace('dbops')
         ORDER BY e.evtname
        """;

    private static final String DROP = """
        DROP FUNCTION IF EXISTS dbops.capture_schema_change();
        DROP FUNCTION IF EXISTS dbops.log_schema_changes(text, text, oid[]);
        """;

    private static final String LOG = "SELECT dbops.log_schema_changes(NULL, NULL, NULL)";

    private static final String LOCK_TIMEOUT = "SET LOCAL lock_timeout = '5s'";

    private static final String NOT_PERMITTED = "42501";

    private final Database database;

    public SchemaTriggers(Database database) {
        this.database = database;
    }

    /** An event trigger that was found. */
    private record Found(String name, String enabled, String version, String owner) {}

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

    private static Map<String, String> triggers() {
        var triggers = new LinkedHashMap<String, String>();
        triggers.put(
                "dbops_schema_changed",
                "ddl_command_end WHEN TAG IN ('ALTER TABLE', 'ALTER SCHEMA', 'ALTER TYPE', 'ALTER DOMAIN')");
        triggers.put("dbops_schema_dropped", "sql_drop");
        return triggers;
    }

    private static String version() {
        var sum = new CRC32();
        sum.update(SQL.getBytes(StandardCharsets.UTF_8));
        return "db-ops " + Long.toHexString(sum.getValue());
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
                database.execute(LOCK_TIMEOUT);
                return new Installed(installed(), notes);
            });
        } catch (OpsException e) {
            throw LogInUse.of(e);
        }
    }

    private String installed() {
        var found = find();
        var script = script(found);
        if (!script.isEmpty()) {
            permitted(() -> database.executeText(script));
        }
        logChanges(database);
        return script.isEmpty() ? "unchanged" : found.isEmpty() ? "installed" : "replaced";
    }

    /** Returns the statements that {@link #install} would run now. Changes nothing. */
    public String script() {
        var log = new EventLogSchema(database).isComplete() ? "" : EventLogSchema.script() + "\n";
        return log + script(find()) + LOG + ";\n";
    }

    private static String script(List<Found> found) {
        var sql = new StringBuilder();
        if (found.isEmpty() || found.stream().anyMatch(each -> !each.version().equals(VERSION))) {
            sql.append(SQL)
                    .append("COMMENT ON FUNCTION dbops.capture_schema_change() IS '")
                    .append(VERSION)
                    .append("';\n");
        }
        TRIGGERS.forEach((name, event) -> {
            var existing =
                    found.stream().filter(each -> each.name().equals(name)).findFirst();
            if (existing.isEmpty()) {
                sql.append("CREATE EVENT TRIGGER %s ON %s EXECUTE FUNCTION dbops.capture_schema_change();\n"
                        .formatted(name, event));
            } else if (!existing.get().enabled().equals("O")) {
                sql.append("ALTER EVENT TRIGGER %s ENABLE;\n".formatted(name));
            }
        });
        return sql.toString();
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
        var found = find();
        if (found.isEmpty()) {
            return false;
        }
        var sql = new StringBuilder();
        found.forEach(each -> sql.append("DROP EVENT TRIGGER %s;\n".formatted(database.quoteIdentifier(each.name()))));
        permitted(() -> database.executeText(sql + DROP));
        return true;
    }

    /** Returns whether changes of definitions are captured, if only in part. */
    public boolean exist() {
        return !find().isEmpty();
    }

    /** Returns the role that owns the event triggers; empty if there are none. */
    public Optional<String> owner() {
        return find().stream().map(Found::owner).findFirst();
    }

    /** Returns what {@link #install} would repair: parts that were dropped or disabled, and functions of another version. */
    public List<String> drift() {
        var found = find();
        var drift = new ArrayList<String>();
        for (var name : TRIGGERS.keySet()) {
            if (found.stream().noneMatch(each -> each.name().equals(name))) {
                drift.add("event trigger %s is missing".formatted(name));
            }
        }
        for (var each : found) {
            if (!each.enabled().equals("O")) {
                drift.add("event trigger %s %s"
                        .formatted(each.name(), each.enabled().equals("D") ? "is disabled" : "fires for replicas too"));
            }
        }
        if (found.stream().anyMatch(each -> !each.version().equals(VERSION))) {
            drift.add("the functions of the event triggers are of another version of db-ops, or were altered");
        }
        return drift;
    }

    private List<Found> find() {
        return database.query(
                LIST, row -> new Found(row.getString(1), row.getString(2), row.getString(3), row.getString(4)));
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
