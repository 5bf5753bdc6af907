package dev.dbops.events.replay.postgres;

import dev.dbops.postgres.Database;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Looks up the foreign keys of the target with ON UPDATE CASCADE, those of each table once. */
final class CascadingKeys {
    private static final String FOREIGN_KEYS = """
        SELECT
            f.oid::pg_catalog.int8,
            tn.nspname,
            t.relname,
            ARRAY(
                SELECT a.attname::pg_catalog.text
                FROM pg_catalog.unnest(f.conkey) WITH ORDINALITY AS k (attnum, place)
                JOIN pg_catalog.pg_attribute AS a ON a.attrelid = f.conrelid AND a.attnum = k.attnum
                ORDER BY k.place),
            ARRAY(
                SELECT a.attname::pg_catalog.text
                FROM pg_catalog.unnest(f.confkey) WITH ORDINALITY AS k (attnum, place)
                JOIN pg_catalog.pg_attribute AS a ON a.attrelid = f.confrelid AND a.attnum = k.attnum
                ORDER BY k.place)
        FROM pg_catalog.pg_constraint AS f
        JOIN pg_catalog.pg_class AS c ON c.oid = f.conrelid
        JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace
        JOIN pg_catalog.pg_class AS t ON t.oid = f.confrelid
        JOIN pg_catalog.pg_namespace AS tn ON tn.oid = t.relnamespace
        WHERE f.contype = 'f' AND f.confupdtype = 'c' AND f.conparentid = 0 AND n.nspname = ? AND c.relname = ?
        """;

    private final Map<String, List<ForeignKey>> keys = new HashMap<>();

    /**
     * A foreign key.
     *
     * @param id its OID
     * @param referenced the schema and name of the table that it refers to
     * @param columns its columns
     * @param referencedColumns the columns that they refer to
     */
    record ForeignKey(long id, String referenced, List<String> columns, List<String> referencedColumns) {}

    /** Returns the foreign keys of the table. */
    List<ForeignKey> of(Database database, String schema, String name) {
        return keys.computeIfAbsent(
                name(schema, name),
                _ -> database.query(
                        FOREIGN_KEYS,
                        row -> new ForeignKey(
                                row.getLong(1),
                                name(row.getString(2), row.getString(3)),
                                List.of((String[]) row.getArray(4).getArray()),
                                List.of((String[]) row.getArray(5).getArray())),
                        schema,
                        name));
    }

    static String name(String schema, String table) {
        return schema + "\0" + table;
    }

    /** Clears the cache, since another session may have altered the tables. */
    void forget() {
        keys.clear();
    }
}
