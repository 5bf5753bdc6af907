package dev.dbops.postgres.maintenance;

import dev.dbops.postgres.ConnectionAttempt;
import dev.dbops.postgres.ConnectionAttempt.Failed;
import dev.dbops.postgres.ConnectionAttempt.Opened;
import dev.dbops.postgres.Database;
import dev.dbops.postgres.OwnSchema;
import dev.dbops.postgres.OwnSchemaLock;
import dev.dbops.target.ConnectionTarget;
import dev.dbops.target.Origin;
import dev.dbops.target.Protection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;
import java.util.Set;

/**
 * The mark that makes a database protected, from wherever it is reached.
 *
 * <p>It is in two places. A row in the schema of db-ops is part of a dump and a snapshot. A text in the comment of the
 * database can be read by every role, from every database of the server, even while the database accepts no
 * connections. Either of them is enough.
 */
public final class ProtectionMark {
    /** One transaction, because the statements are sent in one message. */
    private static final String CREATE = OwnSchemaLock.TAKE + """
        ;
        CREATE SCHEMA IF NOT EXISTS dbops;
        CREATE TABLE IF NOT EXISTS dbops.setting (
            name text PRIMARY KEY,
            value jsonb NOT NULL
        );
        INSERT INTO dbops.setting (name, value) VALUES ('protected', 'true')
            ON CONFLICT (name) DO UPDATE SET value = excluded.value
        """;

    private static final String COMMENT = "[protected by db-ops]";

    /** Reads the facts that every role may see of a database, from any database of its server. */
    private static final String FROM_OUTSIDE = """
        SELECT
            d.datconnlimit = -2 AS half_dropped,
            coalesce(pg_catalog.strpos(pg_catalog.shobj_description(d.oid, 'pg_database'), ?) > 0, false) AS marked
        FROM pg_catalog.pg_database d
        WHERE d.datname = ?
        """;

    /**
     * Reads whether the comment has the mark, whether there is a table for it, and whether this role may read that
     * table.
     */
    private static final String FROM_INSIDE = """
        SELECT
            coalesce(pg_catalog.strpos(pg_catalog.shobj_description(d.oid, 'pg_database'), ?) > 0, false) AS marked,
            c.oid IS NOT NULL AS has_table,
            coalesce(
                pg_catalog.has_schema_privilege(c.relnamespace, 'USAGE')
                AND pg_catalog.has_table_privilege(c.oid, 'SELECT'), false) AS readable
        FROM pg_catalog.pg_database d
        LEFT JOIN (pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace)
            ON n.nspname = 'dbops' AND c.relname = 'setting'
        WHERE d.datname = pg_catalog.current_database()
        """;

    private static final String IS_SET =
            "SELECT true FROM dbops.setting WHERE name = 'protected' AND value = 'true'::jsonb";

    private static final String DESCRIPTION = """
        SELECT coalesce(pg_catalog.shobj_description(d.oid, 'pg_database'), '')
        FROM pg_catalog.pg_database d
        WHERE d.datname = ? AND pg_catalog.pg_has_role(d.datdba, 'USAGE')
        """;

    private static final String NO_SUCH_DATABASE = "3D000";

    /** A half-dropped database or one that accepts no connections, no CONNECT privilege, no connection slot left. */
    private static final Set<String> CLOSED = Set.of("55000", "42501", "53300");

    private final Database database;

    public ProtectionMark(Database database) {
        this.database = database;
    }

    /**
     * The facts that are known about an existing database.
     *
     * @param protection the protection of the target, by its settings or by the mark
     * @param marked whether the database has the mark, or may have it: an unreadable mark counts
     */
    public record Existing(Protection protection, boolean marked) {}

    /** The state of the mark, as far as it can be read. */
    public enum State {
        UNMARKED,
        MARKED,
        UNREADABLE
    }

    /** Returns the protection of the target: by its settings, else by the mark. A missing database has none. */
    public static Protection of(ConnectionTarget target) {
        if (target.isRedshift()) {
            // a warehouse has no mark
            return Protection.of(target);
        }
        return examine(target).map(Existing::protection).orElseGet(Protection.Unprotected::new);
    }

    /**
     * Reads the mark in the target, or from another database when the target accepts no connection.
     *
     * @return empty when the database does not exist
     */
    public static Optional<Existing> examine(ConnectionTarget target) {
        return switch (ConnectionAttempt.of(target)) {
            case Opened(var database) -> Optional.of(fromInside(target, database));
            case Failed failed when NO_SUCH_DATABASE.equals(failed.sqlState()) -> Optional.empty();
            case Failed failed when CLOSED.contains(failed.sqlState()) -> fromOutside(target);
            case Failed failed -> throw failed.failure();
        };
    }

    private static Existing fromInside(ConnectionTarget target, Database database) {
        try (database) {
            return existing(target, new ProtectionMark(database).state());
        }
    }

    private static Optional<Existing> fromOutside(ConnectionTarget target) {
        try (var maintenance = Maintenance.connect(target)) {
            return maintenance
                    .database()
                    .query(FROM_OUTSIDE, ProtectionMark::stateFromOutside, COMMENT, target.database())
                    .stream()
                    .findFirst()
                    .map(state -> existing(target, state));
        }
    }

    /** An interrupted drop leaves a database that cannot be used: only another drop helps. */
    private static State stateFromOutside(ResultSet row) throws SQLException {
        if (row.getBoolean("half_dropped")) {
            return State.UNMARKED;
        }
        return row.getBoolean("marked") ? State.MARKED : State.UNREADABLE;
    }

    private static Existing existing(ConnectionTarget target, State state) {
        return new Existing(protection(target, state), state != State.UNMARKED);
    }

    private static Protection protection(ConnectionTarget target, State state) {
        var protection = Protection.of(target);
        if (protection instanceof Protection.Protected) {
            return protection;
        }
        return switch (state) {
            case UNMARKED -> protection;
            case MARKED -> Protection.markedInDatabase();
            // On the local server db-ops is the administrator, and reads the comment of a marked database in any case.
            case UNREADABLE -> target.origin() instanceof Origin.LocalServer ? protection : Protection.unreadableMark();
        };
    }

    /** Returns the protection of the target, whose database this is: by its settings, else by the mark. */
    public Protection protectionOf(ConnectionTarget target) {
        var known = protection(target, State.UNMARKED);
        return known instanceof Protection.Protected ? known : protection(target, state());
    }

    /** The state of the mark, as far as this role can read it. */
    public State state() {
        return database.query(FROM_INSIDE, this::stateFromInside, COMMENT).getFirst();
    }

    private State stateFromInside(ResultSet row) throws SQLException {
        if (row.getBoolean("marked")) {
            return State.MARKED;
        }
        if (!row.getBoolean("has_table")) {
            return State.UNMARKED;
        }
        if (!row.getBoolean("readable")) {
            return State.UNREADABLE;
        }
        OwnSchema.require(database);
        return database.query(IS_SET, _ -> true).isEmpty() ? State.UNMARKED : State.MARKED;
    }

    /** Marks the database as protected; it may be marked already. */
    public void set() {
        OwnSchema.require(database);
        database.execute(CREATE);
        comment(database, database.target().database());
    }

    /** Marks a new database, while it is still empty. */
    static void setFromOutside(Database maintenance, String name) {
        comment(maintenance, name);
    }

    /**
     * Adds the mark to the comment, whose existing text stays. Only the owner may do that; for another role the row
     * alone is the mark.
     */
    private static void comment(Database database, String name) {
        for (var comment : database.query(DESCRIPTION, row -> row.getString(1), name)) {
            if (!comment.contains(COMMENT)) {
                database.execute("COMMENT ON DATABASE %s IS %s"
                        .formatted(
                                database.quoteIdentifier(name),
                                database.quoteLiteral((comment + " " + COMMENT).strip())));
            }
        }
    }
}
