package dev.dbops.loss;

import dev.dbops.postgres.Database;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;

/**
 * The content of a database, as one transaction sees it.
 *
 * <p>The numbers of rows are those of the running transaction (PostgreSQL documentation, "The Cumulative Statistics
 * System": pg_stat_xact_all_tables). 2995 is the OID of pg_largeobject_metadata, in which each large object has a row.
 * Every role may read all of this.
 *
 * @param objects the objects by their kind and OID
 * @param counts whether the server counts rows: without track_counts the numbers are meaningless
 */
record DatabaseState(Map<String, StoredObject> objects, boolean counts) {
    /**
     * The search path may be the user's, so functions are named with their schema, and operators have operands of their
     * exact types.
     */
    private static final String QUERY = """
        SELECT
            CASE c.relkind
                WHEN 'v' THEN 'view' WHEN 'm' THEN 'materialized view' WHEN 'S' THEN 'sequence'
                WHEN 'f' THEN 'foreign table' ELSE 'table'
            END AS kind,
            c.oid::pg_catalog.int8 AS id,
            pg_catalog.format('%I.%I', n.nspname, c.relname) AS name,
            c.relfilenode::pg_catalog.int8 AS storage,
            CASE
                WHEN c.relkind NOT IN ('r', 'm') THEN 0
                WHEN c.oid = ANY (ARRAY(
                    SELECT l.relation FROM pg_catalog.pg_locks l
                    WHERE l.mode = 'AccessExclusiveLock' AND l.relation IS NOT NULL
                        AND l.pid <> pg_catalog.pg_backend_pid()
                )) THEN -1
                ELSE pg_catalog.pg_relation_size(c.oid)
            END AS size,
            pg_catalog.pg_stat_get_xact_tuples_inserted(c.oid) AS inserted,
            pg_catalog.pg_stat_get_xact_tuples_updated(c.oid) AS updated,
            pg_catalog.pg_stat_get_xact_tuples_deleted(c.oid) AS deleted,
            (
                SELECT pg_catalog.string_agg(
                    pg_catalog.format('%s %s:%s %s', a.attnum, a.atttypid, a.atttypmod, a.attname), E'\\n')
                FROM pg_catalog.pg_attribute a
                WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped AND c.relkind IN ('r', 'p', 'f')
            ) AS columns
        FROM pg_catalog.pg_class c
        JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
        WHERE c.relkind IN ('r', 'p', 'v', 'm', 'S', 'f') AND c.relpersistence <> 't'
            AND n.nspname NOT IN ('pg_catalog', 'information_schema', 'pg_toast')
        UNION ALL
        SELECT 'schema', oid::pg_catalog.int8, nspname::pg_catalog.text, 0, 0, 0, 0, 0, NULL
        FROM pg_catalog.pg_namespace
        WHERE nspname::pg_catalog.text !~ '^pg_(temp|toast_temp)_'
        UNION ALL
        SELECT 'function', p.oid::pg_catalog.int8,
            pg_catalog.format('%I.%I', n.nspname, p.proname), 0, 0, 0, 0, 0, NULL
        FROM pg_catalog.pg_proc p
        JOIN pg_catalog.pg_namespace n ON n.oid = p.pronamespace
        WHERE n.nspname NOT IN ('pg_catalog', 'information_schema')
            AND n.nspname::pg_catalog.text !~ '^pg_temp_'
        UNION ALL
        SELECT 'type', t.oid::pg_catalog.int8, pg_catalog.format('%I.%I', n.nspname, t.typname), 0, 0, 0, 0, 0, NULL
        FROM pg_catalog.pg_type t
        JOIN pg_catalog.pg_namespace n ON n.oid = t.typnamespace
        WHERE t.typtype IN ('d', 'e') AND n.nspname NOT IN ('pg_catalog', 'information_schema')
            AND n.nspname::pg_catalog.text !~ '^pg_temp_'
        UNION ALL
        SELECT 'extension', oid::pg_catalog.int8, extname::pg_catalog.text, 0, 0, 0, 0, 0, NULL
        FROM pg_catalog.pg_extension
        UNION ALL
        SELECT 'role', oid::pg_catalog.int8, rolname::pg_catalog.text, 0, 0, 0, 0, 0, NULL
        FROM pg_catalog.pg_roles
        UNION ALL
        SELECT 'large object', 2995, '', 0, 0, 0, 0, pg_catalog.pg_stat_get_xact_tuples_deleted(2995), NULL
        """;

    private static final String COUNTS = "SELECT pg_catalog.current_setting('track_counts') = 'on'";

    DatabaseState {
        objects = Map.copyOf(objects);
    }

    static DatabaseState read(Database database) {
        var objects = new HashMap<String, StoredObject>();
        database.query(QUERY, row -> objects.put(row.getString("kind") + ' ' + row.getLong("id"), object(row)));
        return new DatabaseState(
                objects, database.query(COUNTS, row -> row.getBoolean(1)).getFirst());
    }

    private static StoredObject object(ResultSet row) throws SQLException {
        return new StoredObject(
                row.getString("kind"),
                row.getString("name"),
                row.getLong("storage"),
                row.getLong("size"),
                row.getLong("inserted"),
                row.getLong("updated"),
                row.getLong("deleted"),
                columns(row.getString("columns")));
    }

    private static Map<String, String> columns(String lines) {
        var columns = new HashMap<String, String>();
        for (var line : lines == null ? new String[0] : lines.split("\n")) {
            var space = line.indexOf(' ');
            if (space > 0) {
                columns.put(line.substring(0, space), line.substring(space + 1));
            }
        }
        return columns;
    }
}
