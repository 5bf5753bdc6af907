package dev.dbops.events.replay.postgres;

import dev.dbops.OpsException;
import dev.dbops.OpsException.Kind;
import dev.dbops.postgres.Database;
import dev.dbops.postgres.TypeSql;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Looks up the tables that events are applied to, each once. */
public final class TargetTables {
    /**
     * Equal values have one text in these types, and in numeric and bpchar with a length. A domain may be based on
     * domains.
     */
    private static final String COLUMNS = """
        SELECT a.attname, {type}, a.attgenerated <> '',
               base.type IN ('json'::regtype, 'jsonb'::regtype),
               a.attidentity = 'a',
               coalesce(l.collisdeterministic, true)
                   AND (base.kind = 'e'
                        OR base.type IN ('numeric'::regtype, 'bpchar'::regtype) AND base.typmod >= 0
                        OR base.type = ANY ('{bool,int2,int4,int8,float4,float8,oid,uuid,text,varchar,name,"char",bytea,
                                              date,time,timestamp,timestamptz,inet,cidr,macaddr}'::regtype[])),
               {equality},
               c.relkind = 'p'
          FROM pg_class c
          JOIN pg_namespace n ON n.oid = c.relnamespace
          JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
          LEFT JOIN pg_collation l ON l.oid = a.attcollation
         CROSS JOIN LATERAL (
               WITH RECURSIVE made (type, kind, typmod, of) AS (
                   SELECT t.oid, t.typtype, a.atttypmod, t.typbasetype FROM pg_type t WHERE t.oid = a.atttypid
                   UNION ALL
                   SELECT t.oid, t.typtype, greatest(made.typmod, d.typtypmod), t.typbasetype
                     FROM made
                     JOIN pg_type d ON d.oid = made.type AND d.typtype = 'd'
                     JOIN pg_type t ON t.oid = made.of
               )
               SELECT type, kind, typmod FROM made WHERE kind <> 'd') AS base
         WHERE n.nspname = ? AND c.relname = ? AND c.relkind IN ('r', 'p')
         ORDER BY a.attnum
        """.replace("{type}", TypeSql.name("a.atttypid", "a.atttypmod"))
            .replace("{equality}", TypeSql.equality("base.type"));

    /**
     * An index on expressions, on part of the rows, or with a deferred check rejects rows but does not serve ON
     * CONFLICT.
     */
    private static final String INDEXES = """
        SELECT ARRAY(SELECT a.attname::text
                       FROM pg_attribute a
                      WHERE a.attrelid = i.indrelid
                        AND a.attnum = ANY ((i.indkey::int2[])[0:i.indnkeyatts - 1])),
               i.indisunique AND i.indimmediate AND i.indisvalid AND i.indpred IS NULL AND i.indexprs IS NULL
          FROM pg_index i
          JOIN pg_class c ON c.oid = i.indrelid
          JOIN pg_namespace n ON n.oid = c.relnamespace
         WHERE n.nspname = ? AND c.relname = ? AND (i.indisunique OR i.indisexclusion)
         ORDER BY i.indisprimary DESC, i.indexrelid
        """;

    private record Found(String name, TargetTable.Column column, boolean partitioned) {}

    private record Index(Set<String> columns, boolean arbitrates) {}

    private final Map<String, Optional<TargetTable>> tables = new HashMap<>();

    /** Returns the table; empty when the database has no table of that name. */
    public Optional<TargetTable> find(Database database, String schema, String name) {
        var known = tables.get(schema + "\0" + name);
        if (known == null) {
            known = read(database, schema, name);
            tables.put(schema + "\0" + name, known);
        }
        return known;
    }

    /** Returns whether the table was looked up, whether or not it exists. */
    public boolean knows(String schema, String name) {
        return tables.containsKey(schema + "\0" + name);
    }

    /**
     * Returns the table of that name.
     *
     * @throws OpsException of kind FAILED when the table does not exist
     */
    public TargetTable require(Database database, String schema, String name) {
        find(database, schema, name);
        return known(schema, name, database.target().database());
    }

    /**
     * Returns the table of that name, which was looked up.
     *
     * @param database the name of the database, for the message
     * @throws OpsException of kind FAILED when the table does not exist
     */
    public TargetTable known(String schema, String name, String database) {
        return tables.get(schema + "\0" + name)
                .orElseThrow(() -> new OpsException(
                        Kind.FAILED,
                        "there is no table %s.%s in database \"%s\"".formatted(schema, name, database),
                        "create it there, map it to another table with --map, or choose tables with --table"));
    }

    /** Clears the cache, since another session may have altered the tables. */
    public void forget() {
        tables.clear();
    }

    private static Optional<TargetTable> read(Database database, String schema, String name) {
        var found = database.query(
                COLUMNS,
                row -> new Found(
                        row.getString(1),
                        new TargetTable.Column(
                                database.quoteIdentifier(row.getString(1)),
                                row.getString(2),
                                row.getBoolean(4),
                                row.getBoolean(3),
                                row.getBoolean(5),
                                row.getBoolean(6),
                                row.getString(7)),
                        row.getBoolean(8)),
                schema,
                name);
        if (found.isEmpty()) {
            return Optional.empty();
        }
        Map<String, TargetTable.Column> columns = new LinkedHashMap<>();
        found.forEach(column -> columns.put(column.name(), column.column()));
        var indexes = database.query(
                INDEXES,
                row -> new Index(Set.of((String[]) row.getArray(1).getArray()), row.getBoolean(2)),
                schema,
                name);
        List<Set<String>> keys = new ArrayList<>();
        indexes.stream().filter(Index::arbitrates).forEach(index -> keys.add(index.columns()));
        var quoted = database.quoteIdentifier(schema) + "." + database.quoteIdentifier(name);
        return Optional.of(
                new TargetTable(schema, name, quoted, found.getFirst().partitioned(), columns, keys, indexes.size()));
    }
}
