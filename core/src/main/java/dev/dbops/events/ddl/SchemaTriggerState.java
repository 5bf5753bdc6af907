package dev.dbops.events.ddl;

import dev.dbops.Resource;
import dev.dbops.postgres.Database;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.CRC32;

/**
 * The event triggers that a database has, and what they lack.
 *
 * @param found the event triggers
 * @param logOwner the quoted role that owns the event log; empty without a log
 */
record SchemaTriggerState(List<Found> found, Optional<String> logOwner) {
    private static final String SQL = Resource.text(SchemaTriggers.class, "schema-changes.sql");

    private static final String VERSION = version();

    /** A change of a type, a domain or a schema may concern many tables, which are then compared. */
    private static final Map<String, String> TRIGGERS = triggers();

    private static final String LIST = """
        SELECT e.evtname, e.evtenabled::text,
               CASE WHEN to_regprocedure('dbops.log_schema_changes(text, text, oid[])') IS NULL THEN ''
                    ELSE coalesce(obj_description(p.oid, 'pg_proc'), '') END,
               e.evtowner::regrole::text
          FROM pg_event_trigger AS e
          JOIN pg_proc AS p ON p.oid = e.evtfoid
         WHERE p.pronamespace = to_regnamespace('dbops')
         ORDER BY e.evtname
        """;

    private static final String LOG_OWNER =
            "SELECT relowner::regrole::text FROM pg_class WHERE oid = to_regclass('dbops.event_log')";

    /** The owner of the log installs triggers, also when another role has installed the event triggers. */
    private static final String GRANT =
            "GRANT EXECUTE ON FUNCTION dbops.log_schema_changes(text, text, oid[]) TO %s;\n";

    private static final String DROP_FUNCTIONS = """
        DROP FUNCTION IF EXISTS dbops.capture_schema_change();
        DROP FUNCTION IF EXISTS dbops.log_schema_changes(text, text, oid[]);
        """;

    /**
     * An event trigger.
     *
     * @param name its name
     * @param enabled the value of pg_event_trigger.evtenabled
     * @param version the version of its functions; empty if one of them is missing
     * @param owner the role that owns it
     */
    record Found(String name, String enabled, String version, String owner) {
        boolean fires() {
            return enabled.equals("O");
        }
    }

    static SchemaTriggerState read(Database database) {
        var found = database.query(
                LIST, row -> new Found(row.getString(1), row.getString(2), row.getString(3), row.getString(4)));
        return new SchemaTriggerState(
                found,
                database.query(LOG_OWNER, row -> row.getString(1)).stream().findFirst());
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

    private boolean isCurrent() {
        return found.stream().allMatch(each -> each.version().equals(VERSION));
    }

    private Optional<Found> named(String name) {
        return found.stream().filter(each -> each.name().equals(name)).findFirst();
    }

    /** Returns the statements that create or repair them; empty if nothing is to be done. */
    String script() {
        var sql = new StringBuilder();
        if (found.isEmpty() || !isCurrent()) {
            sql.append(SQL)
                    .append("COMMENT ON FUNCTION dbops.capture_schema_change() IS '")
                    .append(VERSION)
                    .append("';\n");
            logOwner.ifPresent(owner -> sql.append(GRANT.formatted(owner)));
        }
        TRIGGERS.forEach((name, event) -> {
            var existing = named(name);
            if (existing.isEmpty()) {
                sql.append("CREATE EVENT TRIGGER %s ON %s EXECUTE FUNCTION dbops.capture_schema_change();\n"
                        .formatted(name, event));
            } else if (!existing.get().fires()) {
                sql.append("ALTER EVENT TRIGGER %s ENABLE;\n".formatted(name));
            }
        });
        return sql.toString();
    }

    /** Returns the statements that remove them. */
    String removal(Database database) {
        var sql = new StringBuilder();
        found.forEach(each -> sql.append("DROP EVENT TRIGGER %s;\n".formatted(database.quoteIdentifier(each.name()))));
        return sql + DROP_FUNCTIONS;
    }

    /** Returns what {@link #script} would repair, as sentences. */
    List<String> drift() {
        var drift = new ArrayList<String>();
        for (var name : TRIGGERS.keySet()) {
            if (named(name).isEmpty()) {
                drift.add("event trigger %s is missing".formatted(name));
            }
        }
        for (var each : found) {
            if (!each.fires()) {
                drift.add("event trigger %s %s"
                        .formatted(each.name(), each.enabled().equals("D") ? "is disabled" : "fires for replicas too"));
            }
        }
        if (!isCurrent()) {
            drift.add("the functions of the event triggers are of another version of db-ops, or were altered");
        }
        return drift;
    }
}
