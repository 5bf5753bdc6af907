package dev.dbops.events;

import dev.dbops.postgres.Database;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;

/**
 * Captured tables whose events no longer identify rows, because the key was dropped or replaced. The capture follows a key
 * column that was renamed.
 */
final class LostKeys {
    /**
     * The tables whose recorded key no longer is one, unless its columns are gone and the table has another: the capture
     * uses that one.
     */
    private static final String TABLES = """
        SELECT
            n.nspname AS schema_name,
            t.relname AS name,
            pg_catalog.array_to_string(recorded.names, ', ') AS key,
            here.all_there
        FROM dbops.capture AS c
        JOIN pg_catalog.pg_class AS t ON t.oid = c.table_id
        JOIN pg_catalog.pg_namespace AS n ON n.oid = t.relnamespace
        CROSS JOIN LATERAL (
            SELECT pg_catalog.array_agg(pg_catalog.replace(m[1], '""', '"')) AS names
            FROM pg_catalog.regexp_matches(c.facts ->> 'key', '"((?:[^"]|"")*)"', 'g') AS m
        ) AS recorded
        CROSS JOIN LATERAL (
            SELECT count(*) = pg_catalog.cardinality(recorded.names) AS all_there
            FROM pg_catalog.pg_attribute AS a
            WHERE a.attrelid = t.oid AND a.attname = ANY (recorded.names) AND NOT a.attisdropped
        ) AS here
        WHERE c.kind = 'events'
            AND recorded.names IS NOT NULL
            AND NOT EXISTS (
                SELECT
                FROM pg_catalog.pg_index AS i
                CROSS JOIN LATERAL (
                    SELECT
                        pg_catalog.array_agg(a.attname::pg_catalog.text) AS names,
                        pg_catalog.bool_and(a.attnotnull) AS complete
                    FROM pg_catalog.unnest(i.indkey::pg_catalog.int2[]) WITH ORDINALITY AS k (attnum, place)
                    JOIN pg_catalog.pg_attribute AS a ON a.attrelid = t.oid AND a.attnum = k.attnum
                    WHERE k.place <= i.indnkeyatts
                ) AS columns
                WHERE i.indrelid = t.oid
                    AND i.indisunique AND i.indisvalid AND i.indimmediate AND i.indpred IS NULL AND i.indexprs IS NULL
                    AND columns.complete
                    AND (
                        NOT here.all_there
                        OR columns.names @> recorded.names AND columns.names <@ recorded.names))
        ORDER BY c.table_name
        """;

    private LostKeys() {}

    /**
     * A table whose events no longer identify rows.
     *
     * @param key the columns of its recorded key
     * @param allThere whether it still has these columns
     */
    record Table(String schema, String name, String key, boolean allThere) {
        private static Table read(ResultSet row) throws SQLException {
            return new Table(
                    row.getString("schema_name"),
                    row.getString("name"),
                    row.getString("key"),
                    row.getBoolean("all_there"));
        }

        String title() {
            return schema + "." + name;
        }

        /** Returns what is wrong, and what to do. */
        String warning() {
            var sentence = allThere
                    ? "the key of the events of %s is %s, which no longer identifies its rows; run db-ops"
                            + " triggers-install --table %1$s"
                    : "%s has no key since its key (%s) was dropped: updates and deletes since then have none and stop"
                            + " a replay; give it a primary key, then run db-ops triggers-install --table %1$s";
            return sentence.formatted(title(), key);
        }
    }

    /** Returns these tables. */
    static List<Table> read(Database database) {
        return database.query(TABLES, Table::read);
    }
}
