package dev.dbops.events.log;

import dev.dbops.OpsException;
import dev.dbops.OpsException.Kind;
import dev.dbops.Resource;
import dev.dbops.postgres.Database;
import dev.dbops.postgres.OwnSchema;
import dev.dbops.postgres.OwnSchemaLock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The tables of the event log. Creates the missing parts, and a new log if the database is a copy of another. */
public final class EventLogSchema {
    private static final List<String> PARTS = List.of(
            "event_seq",
            "event_log",
            "event_log_xid",
            "event_log_seq",
            "event_log_default",
            "log_meta",
            "tick",
            "tick_ts",
            "consumer",
            "snapshot_table",
            "snapshot_part",
            "dead_letter",
            "capture");

    private static final String OWNER = """
        SELECT coalesce(c.relowner, n.nspowner)::regrole::text, pg_has_role(coalesce(c.relowner, n.nspowner), 'USAGE')
          FROM pg_namespace AS n
          LEFT JOIN pg_class AS c ON c.relnamespace = n.oid AND c.relname = 'event_log'
         WHERE n.nspname = 'dbops'
           AND (c.oid IS NOT NULL OR NOT has_schema_privilege(n.oid, 'CREATE'))
        """;

    private static final String MAY_CREATE =
            "SELECT to_regnamespace('dbops') IS NOT NULL OR has_database_privilege(current_database(), 'CREATE'),"
                    + " current_user";

    private static final String IDENTITY = """
        INSERT INTO dbops.log_meta (system_identifier, database_oid, log_oid)
        SELECT system_identifier, (SELECT oid FROM pg_database WHERE datname = current_database()),
               'dbops.event_log'::regclass
          FROM pg_control_system()
            ON CONFLICT DO NOTHING
        """;

    private static final String IS_COPY = """
        SELECT m.system_identifier <> s.system_identifier
                   OR coalesce(m.database_oid <> d.oid, false)
                   OR coalesce(m.log_oid <> 'dbops.event_log'::regclass::oid, false)
          FROM dbops.log_meta AS m, pg_control_system() AS s, pg_database AS d
         WHERE d.datname = current_database()
        """;

    /**
     * Transaction IDs of another server are not valid here: an ID that this server has not given out yet would never
     * count as read. Copied events come before all others: 3 is the first transaction ID.
     */
    private static final String ADOPT =
            "UPDATE dbops.event_log SET xid = '3' WHERE xid >= pg_snapshot_xmin(pg_current_snapshot())";

    /** A copy continues the numbers of the original, but with different changes. */
    private static final String NEW_IDENTITY = """
        UPDATE dbops.log_meta AS m
           SET log_id = gen_random_uuid(), system_identifier = s.system_identifier, database_oid = d.oid,
               log_oid = 'dbops.event_log'::regclass, pruned = NULL, created_at = now()
          FROM pg_control_system() AS s, pg_database AS d
         WHERE d.datname = current_database()
        """;

    private static final String HAS_DEFAULT = """
        SELECT pg_partition_root('dbops.event_log_default') IS NOT DISTINCT FROM 'dbops.event_log'::regclass
        """;

    private static final String FORGET = "DELETE FROM dbops.consumer; DELETE FROM dbops.tick";

    private final Database database;

    public EventLogSchema(Database database) {
        this.database = database;
    }

    /**
     * Creates the missing parts of the log, in the open transaction or in several.
     *
     * @return notes for the user: that the database is a copy
     * @throws OpsException of kind SQL that names the missing privilege
     */
    public static Optional<String> create(Database database) {
        return new EventLogSchema(database).create();
    }

    private Optional<String> create() {
        requirePrivileges();
        OwnSchemaLock.take(database);
        OwnSchema.require(database);
        if (!isComplete()) {
            run(() -> database.executeText(script()));
        }
        if (!ReplicaIdentity.isComplete(database)) {
            run(() -> ReplicaIdentity.ensure(database));
        }
        requireDefaultPartition();
        database.execute(IDENTITY);
        if (!database.query(IS_COPY, row -> row.getBoolean(1)).getFirst()) {
            return Optional.empty();
        }
        database.execute(ADOPT);
        database.execute(FORGET);
        database.execute(NEW_IDENTITY);
        return Optional.of(
                "the database is a copy of another, or its log was restored from a dump: the log gets its own"
                        + " id, and the consumers of the other are removed");
    }

    /** Writers wait as long as this waits for a lock. Adds the columns that the log of an earlier version lacks. */
    private void run(Runnable change) {
        try {
            database.execute("SET LOCAL lock_timeout = '5s'");
            change.run();
        } catch (OpsException e) {
            throw LogInUse.of(e);
        }
    }

    private void requireDefaultPartition() {
        if (!database.query(HAS_DEFAULT, row -> row.getBoolean(1)).getFirst()) {
            throw new OpsException(
                    Kind.FAILED,
                    "dbops.event_log_default is not a partition of dbops.event_log",
                    "it was detached, or the log was renamed: attach it, or drop both, and run db-ops triggers-install"
                            + " again");
        }
    }

    /** Returns the statements that create the log. */
    public static String script() {
        return Resource.text(EventLogSchema.class, "event-log.sql");
    }

    /** Returns whether all parts exist. */
    public boolean isComplete() {
        var missing = new ArrayList<String>();
        for (var part : PARTS) {
            missing.add("to_regclass('dbops." + part + "') IS NOT NULL");
        }
        missing.add("EXISTS (SELECT FROM pg_attribute WHERE attrelid = to_regclass('dbops.event_log')"
                + " AND attname = 'created' AND NOT attisdropped)");
        missing.add("EXISTS (SELECT FROM pg_attribute WHERE attrelid = to_regclass('dbops.log_meta')"
                + " AND attname = 'signing_key' AND NOT attisdropped)");
        missing.add("EXISTS (SELECT FROM pg_attribute WHERE attrelid = to_regclass('dbops.capture')"
                + " AND attname = 'described' AND NOT attisdropped)");
        return database.query("SELECT " + String.join(" AND ", missing), row -> row.getBoolean(1))
                .getFirst();
    }

    /** Returns whether there is a log at all. */
    public boolean exists() {
        return OwnSchema.has(database, "event_log");
    }

    private void requirePrivileges() {
        database.query(MAY_CREATE, row -> {
            if (!row.getBoolean(1)) {
                throw new OpsException(
                        Kind.SQL,
                        "role \"%s\" may not create the schema dbops in database \"%s\""
                                .formatted(row.getString(2), database.target().database()),
                        "let its owner run: GRANT CREATE ON DATABASE %s TO %s"
                                .formatted(
                                        database.quoteIdentifier(
                                                database.target().database()),
                                        database.quoteIdentifier(row.getString(2))));
            }
            return true;
        });
        database.query(OWNER, row -> {
            if (!row.getBoolean(2)) {
                throw new OpsException(
                        Kind.SQL,
                        "the event log belongs to role %s".formatted(row.getString(1)),
                        "connect as that role, or have it run: GRANT %s TO your role".formatted(row.getString(1)));
            }
            return true;
        });
    }
}
