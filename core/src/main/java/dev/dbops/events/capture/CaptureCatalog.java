package dev.dbops.events.capture;

import dev.dbops.OpsException;
import dev.dbops.OpsException.Kind;
import dev.dbops.events.capture.CapturedTable.EncodedColumn;
import dev.dbops.events.capture.CapturedTable.Risk;
import dev.dbops.postgres.Database;
import dev.dbops.postgres.TableName;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;

/** Queries the catalog for the data that a table's triggers depend on. */
final class CaptureCatalog {
    private static final String FIND = "SELECT to_regclass(?)::oid::bigint";

    private static final String ALL = """
        SELECT c.oid::bigint
          FROM pg_class AS c
          JOIN pg_namespace AS n ON n.oid = c.relnamespace
         WHERE c.relkind IN ('r', 'p')
           AND NOT c.relispartition
           AND c.relpersistence <> 't'
           AND n.nspname NOT IN ('pg_catalog', 'information_schema', 'dbops')
           AND n.nspname NOT LIKE 'pg\\_%'
           AND n.nspname = coalesce(nullif(?, ''), n.nspname)
         ORDER BY n.nspname, c.relname
        """;

    /**
     * The primary key, otherwise the unique index with the fewest columns that identifies every row: whole, immediate,
     * and without nulls.
     */
    private static final String TABLE = """
        SELECT c.oid::bigint, n.nspname, c.relname, c.relkind, c.relpersistence = 't', c.relispartition,
               c.relkind = 'r' AND NOT c.relispartition
                   AND EXISTS (SELECT FROM pg_inherits AS i WHERE c.oid IN (i.inhrelid, i.inhparent)),
               EXISTS (SELECT FROM pg_trigger AS t
                         JOIN pg_proc AS p ON p.oid = t.tgfoid
                        WHERE t.tgrelid = c.oid AND NOT t.tgisinternal
                          AND t.tgtype & 66 = 0 AND t.tgtype & 28 <> 0
                          AND p.pronamespace <> coalesce(to_regnamespace('dbops'), 0))
                   OR EXISTS (SELECT FROM pg_constraint AS f
                               WHERE f.contype = 'f' AND f.conrelid = c.oid AND f.confrelid = c.oid
                                 AND (f.confupdtype IN ('c', 'n', 'd') OR f.confdeltype IN ('c', 'n', 'd'))),
               has_table_privilege(c.oid, 'TRIGGER'),
               coalesce((SELECT k.columns
                           FROM pg_index AS i
                          CROSS JOIN LATERAL (
                                SELECT array_agg(a.attname::text ORDER BY key.place) AS columns,
                                       bool_and(a.attnotnull) AS complete
                                  FROM unnest(i.indkey::int2[]) WITH ORDINALITY AS key (attnum, place)
                                  JOIN pg_attribute AS a ON a.attrelid = c.oid AND a.attnum = key.attnum
                                 WHERE key.place <= i.indnkeyatts) AS k
                          WHERE i.indrelid = c.oid AND i.indisunique AND i.indisvalid AND i.indimmediate
                            AND i.indpred IS NULL AND i.indexprs IS NULL AND k.complete
                          ORDER BY i.indisprimary DESC, i.indnkeyatts, i.indexrelid
                          LIMIT 1), '{}'),
               (SELECT coalesce(array_agg(a.attname::text ORDER BY a.attnum), '{}')
                  FROM pg_attribute AS a
                 WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped),
               -- before 14, has_column_privilege does not look for the column
               CASE WHEN current_setting('server_version_num')::int >= 140000
                    THEN (SELECT max(a.attnum) + 1 FROM pg_attribute AS a WHERE a.attrelid = c.oid)
                    ELSE 0 END,
               CASE WHEN c.relkind = 'p' THEN
                   ARRAY(SELECT format('%I.%I', ln.nspname, l.relname)
                           FROM pg_partition_tree(c.oid) AS leaf
                           JOIN pg_class AS l ON l.oid = leaf.relid AND l.relkind = 'r'
                           JOIN pg_namespace AS ln ON ln.oid = l.relnamespace
                          ORDER BY 1)
               ELSE '{}' END
          FROM pg_class AS c
          JOIN pg_namespace AS n ON n.oid = c.relnamespace
         WHERE c.oid = ?::bigint::oid
        """;

    /** The types of a table's columns, and the types that these consist of. */
    private static final String PARTS = """
        WITH RECURSIVE part (attnum, name, type, inner_part, top) AS (
            SELECT a.attnum, a.attname::text, a.atttypid, false, a.atttypid
              FROM pg_attribute AS a
             WHERE a.attrelid = ?::bigint::oid AND a.attnum > 0 AND NOT a.attisdropped
            UNION ALL
            SELECT part.attnum, part.name, next.type, part.inner_part OR t.typtype <> 'd', part.top
              FROM part
              JOIN pg_type AS t ON t.oid = part.type
             CROSS JOIN LATERAL (
                   SELECT t.typbasetype WHERE t.typtype = 'd'
                   UNION ALL
                   SELECT t.typelem WHERE t.typcategory = 'A' AND t.typelem <> 0
                   UNION ALL
                   SELECT f.atttypid FROM pg_attribute AS f
                    WHERE t.typtype = 'c' AND f.attrelid = t.typrelid AND f.attnum > 0 AND NOT f.attisdropped
                   ) AS next (type)
        )
        """;

    /**
     * The types whose values to_jsonb does not fully keep: json (its text), jsonb (scalars and null, beside NULL),
     * arrays (their lower bounds), vectors of numbers, types with a cast to json, and types that contain these.
     */
    private static final String ENCODED = PARTS + """
        , kind AS (
            SELECT part.attnum, part.name, part.top, part.inner_part,
                   part.type = 'json'::regtype AS json,
                   part.type = 'jsonb'::regtype AS jsonb,
                   part.type IN ('int2vector'::regtype, 'oidvector'::regtype) AS vector,
                   part.type IN ('int2vector'::regtype, 'oidvector'::regtype)
                       OR EXISTS (SELECT FROM pg_cast AS k
                                   WHERE k.castsource = part.type AND k.casttarget = 'json'::regtype
                                     AND part.type NOT IN ('json'::regtype, 'jsonb'::regtype)) AS other,
                   t.typname = 'hstore' AS hstore,
                   t.typcategory = 'A' AND t.typelem <> 0 AS list,
                   t.typtype = 'c' AS composite
              FROM part
              JOIN pg_type AS t ON t.oid = part.type
        )
        SELECT name, format_type(top, NULL),
               CASE WHEN bool_or(json AND NOT inner_part) THEN 'json'
                    WHEN bool_or(jsonb AND NOT inner_part) THEN 'jsonb'
                    WHEN bool_or(other OR json OR jsonb) OR bool_or(composite) AND bool_or(list) THEN 'text'
                    ELSE 'array' END{risk}
          FROM kind
         GROUP BY attnum, name, top
        HAVING bool_or(json OR jsonb OR other OR list)
         ORDER BY attnum
        """;

    /** The cast of hstore, and that of vectors, which have none, never fail. */
    private static final String RISK = """
        , CASE WHEN bool_or(other AND NOT hstore AND NOT vector) THEN 'CODE'
               WHEN bool_or(json) THEN 'TEXT' ELSE 'NONE' END\
        """;

    /**
     * The session settings that the text of values depends on. Most types depend on none. A timestamptz depends on the
     * time zone; inside other types it is written as text, as are dates. Unknown types may depend on any setting.
     */
    private static final String SETTINGS = PARTS + """
        SELECT coalesce(bool_or(t.typtype NOT IN ('d', 'c', 'e')
                                AND NOT (t.typcategory = 'A' AND t.typelem <> 0)
                                AND t.oid <> ALL ('{bool,int2,int4,int8,oid,numeric,text,varchar,bpchar,name,\"char\",uuid,json,jsonb,date,
                                                   time,timestamp,timestamptz,inet,cidr,macaddr,bit,varbit}'::regtype[])
                                OR part.inner_part AND t.oid = ANY ('{date,timestamp,timestamptz}'::regtype[])), false),
               coalesce(bool_or(t.oid = 'timestamptz'::regtype), false)
          FROM part
          JOIN pg_type AS t ON t.oid = part.type
        """;

    /**
     * Returns a query for the name, type and encoding of the encoded columns from that number on.
     *
     * @param table SQL for the table's oid
     */
    static String encodedFrom(int number, String table) {
        return ENCODED.replace("?::bigint::oid AND a.attnum > 0", table + " AND a.attnum >= " + number)
                .replace("{risk}", "");
    }

    private static final String UPDATED_AT = """
        SELECT format_type(a.atttypid, NULL)
          FROM pg_attribute AS a
         WHERE a.attrelid = ?::bigint::oid AND a.attname = 'updated_at' AND NOT a.attisdropped
        """;

    private final Database database;

    CaptureCatalog(Database database) {
        this.database = database;
    }

    /**
     * Returns the OID of the table of that name.
     *
     * @throws OpsException of kind USAGE when the table does not exist
     */
    long find(TableName name) {
        var quoted = database.quoteIdentifier(name.table());
        var full = name.schema().isEmpty() ? quoted : database.quoteIdentifier(name.schema()) + "." + quoted;
        var oid = database.queryAsUser(FIND, row -> row.getLong(1), full).getFirst();
        if (oid == 0) {
            throw new OpsException(
                    Kind.USAGE,
                    "there is no table %s in database \"%s\""
                            .formatted(name, database.target().database()),
                    "name its schema when it is not on the search path: --table schema.table");
        }
        return oid;
    }

    /** Returns the OIDs of all user tables, of one schema or, when it is empty, of all. */
    List<Long> all(String schema) {
        return database.query(ALL, row -> row.getLong(1), schema);
    }

    /** Returns the table of that OID, which must exist. */
    CapturedTable table(long oid) {
        var encoded = database.query(
                ENCODED.replace("{risk}", RISK),
                row -> new EncodedColumn(
                        row.getString(1), row.getString(2), row.getString(3), Risk.valueOf(row.getString(4))),
                oid);
        var settings = database.query(SETTINGS, row -> settings(row.getBoolean(1), row.getBoolean(2)), oid)
                .getFirst();
        return database.query(TABLE, row -> read(row, encoded, settings), oid).getFirst();
    }

    private static List<ValueSetting> settings(boolean any, boolean timeZone) {
        return any ? List.of(ValueSetting.values()) : timeZone ? List.of(ValueSetting.TIME_ZONE) : List.of();
    }

    /** Returns the type of the column updated_at, or an empty text. */
    String typeOfUpdatedAt(long oid) {
        return String.join("", database.queryAsUser(UPDATED_AT, row -> row.getString(1), oid));
    }

    private static CapturedTable read(ResultSet row, List<EncodedColumn> encoded, List<ValueSetting> settings)
            throws SQLException {
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
                names(row, 11),
                encoded,
                row.getInt(12),
                settings,
                names(row, 13));
    }

    private static List<String> names(ResultSet row, int column) throws SQLException {
        return List.of((String[]) row.getArray(column).getArray());
    }
}
