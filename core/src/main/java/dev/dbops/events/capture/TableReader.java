package dev.dbops.events.capture;

import dev.dbops.events.OidArray;
import dev.dbops.postgres.Database;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads the catalog data of tables, with the same queries for one table and for all.
 *
 * <p>Each part of a row comes from an index of the catalog or is hashed. So the plan does not depend on statistics, which
 * a database lacks after its tables were created.
 */
record TableReader(Database database) {
    /**
     * The columns of the primary key, otherwise of the unique index with the fewest columns that identifies every row:
     * whole, immediate, and without nulls.
     */
    private static final String KEY = """
        SELECT k.columns
          FROM pg_index AS i
         CROSS JOIN LATERAL (
               SELECT array_agg(a.attname::text ORDER BY key.place) AS columns,
                      bool_and(a.attnotnull) AS complete
                 FROM unnest(i.indkey::int2[]) WITH ORDINALITY AS key (attnum, place)
                 JOIN pg_attribute AS a ON a.attrelid = i.indrelid AND a.attnum = key.attnum
                WHERE key.place <= i.indnkeyatts) AS k
         WHERE i.indrelid = {table} AND i.indisunique AND i.indisvalid AND i.indimmediate
           AND i.indpred IS NULL AND i.indexprs IS NULL AND k.complete
         ORDER BY i.indisprimary DESC, i.indnkeyatts, i.indexrelid
         LIMIT 1\
        """;

    private static final String TABLES = """
        SELECT c.oid::bigint, n.nspname, c.relname, c.relkind, c.relpersistence = 't', c.relispartition,
               c.relkind = 'r' AND NOT c.relispartition
                   AND (EXISTS (SELECT FROM pg_inherits AS i WHERE i.inhrelid = c.oid)
                        OR EXISTS (SELECT FROM pg_inherits AS i WHERE i.inhparent = c.oid)),
               EXISTS (SELECT FROM pg_trigger AS t
                         JOIN pg_proc AS p ON p.oid = t.tgfoid
                        WHERE t.tgrelid = c.oid AND NOT t.tgisinternal
                          AND t.tgtype & 66 = 0 AND t.tgtype & 28 <> 0
                          AND p.pronamespace <> coalesce(to_regnamespace('dbops'), 0))
                   OR EXISTS (SELECT FROM pg_constraint AS f
                               WHERE f.contype = 'f' AND f.conrelid = c.oid AND f.confrelid = c.oid
                                 AND (f.confupdtype IN ('c', 'n', 'd') OR f.confdeltype IN ('c', 'n', 'd'))),
               has_table_privilege(c.oid, 'TRIGGER'),
               coalesce(({key}), '{}'),
               a.names, a.types,
               -- before 14, has_column_privilege does not look for the column
               CASE WHEN current_setting('server_version_num')::int >= 140000 THEN a.last + 1 ELSE 0 END
          FROM pg_class AS c
          JOIN pg_namespace AS n ON n.oid = c.relnamespace
         CROSS JOIN LATERAL (
               SELECT coalesce(array_agg(a.attname::text ORDER BY a.attnum)
                                   FILTER (WHERE a.attnum > 0 AND NOT a.attisdropped), '{}') AS names,
                      coalesce(array_agg(a.atttypid::bigint ORDER BY a.attnum)
                                   FILTER (WHERE a.attnum > 0 AND NOT a.attisdropped), '{}') AS types,
                      max(a.attnum) AS last
                 FROM pg_attribute AS a
                WHERE a.attrelid = c.oid) AS a
         WHERE c.oid = ANY (?::oid[])
        """.replace("{key}", keyOf("c.oid"));

    /** A server that compiles expressions does so for the estimated cost of the types: a second for a handful of rows. */
    private static final String NO_JIT = "SET jit = off";

    private static final String PARTITIONS = """
        SELECT c.oid::bigint, array_agg(format('%I.%I', n.nspname, l.relname) ORDER BY format('%I.%I', n.nspname, l.relname))
          FROM pg_class AS c
         CROSS JOIN LATERAL pg_partition_tree(c.oid) AS leaf
          JOIN pg_class AS l ON l.oid = leaf.relid AND l.relkind = 'r'
          JOIN pg_namespace AS n ON n.oid = l.relnamespace
         WHERE c.oid = ANY (?::oid[]) AND c.relkind = 'p'
         GROUP BY c.oid
        """;

    /**
     * Returns a query for the names of the columns of a table's key; without a row if it has none.
     *
     * @param table SQL for the table's OID
     */
    static String keyOf(String table) {
        return KEY.replace("{table}", table);
    }

    /** Returns the tables of these OIDs in their order, without those that do not exist. */
    Map<Long, CapturedTable> read(Collection<Long> oids) {
        database.executeAsIs(NO_JIT);
        var array = OidArray.of(oids);
        var types = ColumnTypes.read(database, array);
        var partitions = new HashMap<Long, List<String>>();
        database.query(PARTITIONS, row -> partitions.put(row.getLong(1), names(row, 2)), array);
        var found = new HashMap<Long, CapturedTable>();
        database.query(TABLES, row -> found.put(row.getLong(1), table(row, types, partitions)), array);
        var tables = new LinkedHashMap<Long, CapturedTable>();
        for (var oid : oids) {
            if (found.containsKey(oid)) {
                tables.put(oid, found.get(oid));
            }
        }
        return tables;
    }

    private static CapturedTable table(ResultSet row, ColumnTypes types, Map<Long, List<String>> partitions)
            throws SQLException {
        var columns = names(row, 11);
        var columnTypes = List.of((Long[]) row.getArray(12).getArray());
        return new CapturedTable(
                row.getLong(1),
                row.getString(2),
                row.getString(3),
                row.getString(4),
                row.getBoolean(5),
                row.getBoolean(6),
                row.getBoolean(7),
                row.getBoolean(8),
                row.getBoolean(9),
                names(row, 10),
                columns,
                types.encoded(columns, columnTypes),
                row.getInt(13),
                types.settings(columnTypes),
                partitions.getOrDefault(row.getLong(1), List.of()));
    }

    private static List<String> names(ResultSet row, int column) throws SQLException {
        return List.of((String[]) row.getArray(column).getArray());
    }
}
