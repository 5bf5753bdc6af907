package dev.dbops.events.capture;

import dev.dbops.events.capture.CapturedTable.EncodedColumn;
import dev.dbops.events.capture.CapturedTable.Risk;
import dev.dbops.postgres.Database;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The encoding of the values of types, and the settings that their text depends on.
 *
 * <p>The types are those of all columns of all tables: each type is examined once, because many columns share a few.
 *
 * @param encoded the types whose values have their own encoding, as a column without a name
 * @param settings the settings of each type
 */
record ColumnTypes(Map<Long, EncodedColumn> encoded, Map<Long, Set<ValueSetting>> settings) {
    private static final String COLUMNS_OF_TABLE = """
            SELECT a.attnum, a.attname::text, a.atttypid, false, a.atttypid
              FROM pg_attribute AS a
             WHERE a.attrelid = {table} AND a.attnum >= {number} AND NOT a.attisdropped
        """;

    /** Each type of the columns of tables, in the place of a column whose name is the type's OID. */
    private static final String TYPES_OF_TABLES = """
            SELECT 0, t.oid::text, t.oid, false, t.oid
              FROM pg_type AS t
             WHERE t.oid IN (SELECT a.atttypid FROM pg_attribute AS a WHERE a.attrelid = ANY (?::oid[]) AND a.attnum > 0)
        """;

    /** The types of columns, and the types that these consist of. */
    private static final String PARTS = """
        WITH RECURSIVE part (attnum, name, type, inner_part, top) AS (
            {columns}
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
        SELECT part.top::bigint,
               coalesce(bool_or(t.typtype NOT IN ('d', 'c', 'e')
                                AND NOT (t.typcategory = 'A' AND t.typelem <> 0)
                                AND t.oid <> ALL ('{bool,int2,int4,int8,oid,numeric,text,varchar,bpchar,name,\"char\",uuid,json,jsonb,date,
                                                   time,timestamp,timestamptz,inet,cidr,macaddr,bit,varbit}'::regtype[])
                                OR part.inner_part AND t.oid = ANY ('{date,timestamp,timestamptz}'::regtype[])), false),
               coalesce(bool_or(t.oid = 'timestamptz'::regtype), false)
          FROM part
          JOIN pg_type AS t ON t.oid = part.type
         GROUP BY part.top
        """;

    private static final String COLUMNS = "    {columns}\n";

    /**
     * Returns a query for the name, type and encoding of the encoded columns from that number on.
     *
     * @param table SQL for the table's oid
     */
    static String encodedFrom(int number, String table) {
        var columns = COLUMNS_OF_TABLE.replace("{table}", table).replace("{number}", Integer.toString(number));
        return ENCODED.replace(COLUMNS, columns).replace("{risk}", "");
    }

    /**
     * Reads the types of all columns of tables.
     *
     * @param tables the parameter with their OIDs
     */
    static ColumnTypes read(Database database, Object tables) {
        var encoded = new HashMap<Long, EncodedColumn>();
        database.query(
                ENCODED.replace(COLUMNS, TYPES_OF_TABLES).replace("{risk}", RISK),
                row -> encoded.put(row.getLong(1), encoding(row)),
                tables);
        var settings = new HashMap<Long, Set<ValueSetting>>();
        database.query(
                SETTINGS.replace(COLUMNS, TYPES_OF_TABLES),
                row -> settings.put(row.getLong(1), settings(row.getBoolean(2), row.getBoolean(3))),
                tables);
        return new ColumnTypes(encoded, settings);
    }

    private static EncodedColumn encoding(ResultSet row) throws SQLException {
        return new EncodedColumn("", row.getString(2), row.getString(3), Risk.valueOf(row.getString(4)));
    }

    private static Set<ValueSetting> settings(boolean any, boolean timeZone) {
        return any
                ? EnumSet.allOf(ValueSetting.class)
                : timeZone ? EnumSet.of(ValueSetting.TIME_ZONE) : EnumSet.noneOf(ValueSetting.class);
    }

    /**
     * Returns the columns with their own encoding.
     *
     * @param names the names of columns
     * @param types the OIDs of their types
     */
    List<EncodedColumn> encoded(List<String> names, List<Long> types) {
        var columns = new ArrayList<EncodedColumn>();
        for (var i = 0; i < names.size(); i++) {
            var type = encoded.get(types.get(i));
            if (type != null) {
                columns.add(new EncodedColumn(names.get(i), type.type(), type.encoding(), type.risk()));
            }
        }
        return columns;
    }

    /** Returns the settings that the text of values of these types depends on. */
    List<ValueSetting> settings(Collection<Long> types) {
        var all = EnumSet.noneOf(ValueSetting.class);
        types.forEach(type -> all.addAll(settings.getOrDefault(type, Set.of())));
        return List.copyOf(all);
    }
}
