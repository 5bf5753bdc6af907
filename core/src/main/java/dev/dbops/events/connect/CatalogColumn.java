package dev.dbops.events.connect;

import dev.dbops.postgres.Database;
import java.util.List;

/**
 * A column of a table as its catalog describes it.
 *
 * @param table the OID of the table
 * @param name the name of the column
 * @param type its type
 */
public record CatalogColumn(long table, String name, ColumnType type) {
    /** A domain may be based on domains; its values are those of the base type. */
    private static final String COLUMNS = """
        SELECT c.oid::bigint, a.attname,
               CASE WHEN base.is_composite THEN 'record' WHEN base.name IN ('citext', 'hstore', 'ltree') OR base.space = 'pg_catalog'::regnamespace THEN base.name ELSE '' END,
               base.is_array, base.modifier,
               coalesce((SELECT string_agg(e.enumlabel, ',' ORDER BY e.enumsortorder) FROM pg_enum AS e
                          WHERE e.enumtypid = base.type), '')
          FROM pg_class AS c
          JOIN pg_namespace AS n ON n.oid = c.relnamespace
          JOIN pg_attribute AS a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
         CROSS JOIN LATERAL (
               WITH RECURSIVE made (type, of, modifier) AS (
                   SELECT a.atttypid, t.typbasetype, CASE WHEN t.typtype = 'd' THEN t.typtypmod ELSE a.atttypmod END
                     FROM pg_type AS t WHERE t.oid = a.atttypid
                   UNION ALL
                   SELECT t.oid, t.typbasetype, CASE WHEN t.typtype = 'd' THEN t.typtypmod ELSE made.modifier END
                     FROM made JOIN pg_type AS t ON t.oid = made.of
               )
               SELECT coalesce(e.oid, t.oid) AS type, coalesce(e.typname, t.typname) AS name,
                      coalesce(e.typnamespace, t.typnamespace) AS space, e.oid IS NOT NULL AS is_array, made.modifier,
                      coalesce(e.typtype, t.typtype) = 'c' AS is_composite
                 FROM made
                 JOIN pg_type AS t ON t.oid = made.type
                 LEFT JOIN pg_type AS e ON e.oid = t.typelem AND e.typarray = t.oid
                WHERE made.of = 0) AS base
         WHERE n.nspname = ? AND c.relname = ? AND c.relkind IN ('r', 'p')
         ORDER BY a.attnum
        """;

    /** Returns the columns of a table in their order; none if the table does not exist. */
    public static List<CatalogColumn> read(Database database, String schema, String table) {
        return database.query(
                COLUMNS,
                row -> new CatalogColumn(
                        row.getLong(1),
                        row.getString(2),
                        new ColumnType(row.getString(3), row.getBoolean(4), row.getInt(5), row.getString(6))),
                schema,
                table);
    }
}
