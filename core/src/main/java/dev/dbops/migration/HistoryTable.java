package dev.dbops.migration;

import dev.dbops.postgres.Database;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A table of Flyway, which contains the applied migrations; without Flyway's classes, which are slow to load.
 *
 * @param database a connection to its database
 * @param schema the schema of the table
 * @param qualifiedName its name with the schema, quoted where that is necessary
 */
public record HistoryTable(Database database, String schema, String qualifiedName) {
    static final String NAME = "flyway_schema_history";

    /**
     * Only columns of the server's own types, and no policies for rows: another role's table with this name cannot make
     * db-ops run that role's functions.
     */
    private static final String FIND = """
        SELECT schema.nspname, format('%I.%I', schema.nspname, class.relname) AS qualified_name
          FROM pg_class AS class
          JOIN pg_namespace AS schema ON schema.oid = class.relnamespace
         WHERE class.relname = ? AND class.relkind = 'r' AND NOT class.relrowsecurity
           AND (SELECT count(*) FROM pg_attribute
                 WHERE attrelid = class.oid
                   AND (attname, atttypid::regtype::text) IN (
                       ('installed_rank', 'integer'), ('version', 'character varying'),
                       ('description', 'character varying'), ('type', 'character varying'),
                       ('script', 'character varying'), ('checksum', 'integer'),
                       ('installed_by', 'character varying'), ('execution_time', 'integer'),
                       ('success', 'boolean'))) = 9
         ORDER BY schema.nspname
        """;

    /**
     * Of several rows about a migration the last one counts. The order and the ranks are those of the versions: they
     * are the same on machines that applied the migrations in another order, as after a merge of branches.
     */
    private static final String ROWS = """
        SELECT format('(%%s, %%L, %%L, %%L, %%L, %%s, current_user, 0, true)',
                      row_number() OVER (ORDER BY number NULLS LAST, version COLLATE "C", script COLLATE "C"),
                      version, description, type, script, coalesce(checksum::text, 'NULL'))
          FROM (SELECT DISTINCT ON (coalesce(version, script))
                       version, description, type, script, checksum, success,
                       CASE WHEN version ~ '^[0-9]+([.][0-9]+)*$' THEN string_to_array(version, '.')::numeric[] END
                           AS number
                  FROM %s
                 ORDER BY coalesce(version, script), installed_rank DESC) AS latest
         WHERE success AND type NOT IN ('DELETE', 'SCHEMA') AND type !~ '^UNDO'
         ORDER BY number NULLS LAST, version COLLATE "C", script COLLATE "C"
        """;

    private static final String INSERT = """
        INSERT INTO %s
            (installed_rank, version, description, type, script, checksum, installed_by, execution_time, success)
        VALUES
            %s;
        """;

    private static final String FORGET = "DELETE FROM %s WHERE version = ? RETURNING version";

    private static final String MARK_AS_FAILED = "UPDATE %s SET success = false WHERE version = ? RETURNING version";

    private static final String HAS_MIGRATIONS = "SELECT EXISTS (SELECT FROM %s WHERE type <> 'BASELINE')";

    /** The histories in a database; usually one or none. */
    public static List<HistoryTable> in(Database database) {
        return database.query(
                FIND,
                row -> new HistoryTable(database, row.getString("nspname"), row.getString("qualified_name")),
                NAME);
    }

    /**
     * The SQL that writes the applied migrations into an empty table, the same from machine to machine.
     *
     * @return empty when no migration was applied
     */
    public String insertion() {
        var rows = database.query(ROWS.formatted(qualifiedName), row -> row.getString(1));
        return rows.isEmpty()
                ? ""
                : INSERT.formatted(qualifiedName, rows.stream().collect(Collectors.joining(",\n    ")));
    }

    /** Returns whether migrations were applied: it has more than the entry with which a history begins. */
    boolean hasMigrations() {
        return database.query(HAS_MIGRATIONS.formatted(qualifiedName), row -> row.getBoolean(1))
                .getFirst();
    }

    /** Removes a migration, which then counts as not applied; returns whether it was there. */
    boolean forget(String version) {
        return changes(FORGET, version);
    }

    /** Records that only a part of a migration's effects may be there; returns whether the migration was there. */
    boolean markAsFailed(String version) {
        return changes(MARK_AS_FAILED, version);
    }

    private boolean changes(String sql, String version) {
        return !database.query(sql.formatted(qualifiedName), row -> row.getString(1), version)
                .isEmpty();
    }

    void drop() {
        database.execute("DROP TABLE " + qualifiedName);
    }
}
