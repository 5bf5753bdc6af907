package dev.dbops.events.capture;

import dev.dbops.postgres.Database;
import java.util.List;

/** The db-ops triggers that a table actually has, including those of its partitions. */
final class TableTriggers {
    /** Triggers that the server copied to partitions are dropped with the original. */
    private static final String LIST = """
        SELECT t.tgname, format('%I.%I', n.nspname, c.relname), t.tgenabled <> 'O'
          FROM pg_trigger AS t
          JOIN pg_proc AS p ON p.oid = t.tgfoid
          JOIN pg_class AS c ON c.oid = t.tgrelid
          JOIN pg_namespace AS n ON n.oid = c.relnamespace
         WHERE p.pronamespace = to_regnamespace('dbops')
           AND p.proname LIKE ?
           AND t.tgparentid = 0
           AND (c.oid = ?::bigint::oid
                OR c.oid IN (SELECT relid FROM pg_partition_tree(?::bigint::oid)))
         ORDER BY 2, 1
        """;

    private static final String ANY = """
        SELECT EXISTS (SELECT FROM pg_trigger AS t
                         JOIN pg_proc AS p ON p.oid = t.tgfoid
                        WHERE p.pronamespace = to_regnamespace('dbops'))
        """;

    /** A partition's own trigger counts as one of the partitioned table. */
    private static final String TABLES = """
        SELECT DISTINCT c.oid::bigint, n.nspname, c.relname
          FROM pg_trigger AS t
          JOIN pg_proc AS p ON p.oid = t.tgfoid
          JOIN pg_class AS c ON c.oid = t.tgrelid
          JOIN pg_namespace AS n ON n.oid = c.relnamespace
         WHERE p.pronamespace = to_regnamespace('dbops')
           AND t.tgparentid = 0
           AND NOT c.relispartition
           AND n.nspname = coalesce(nullif(?, ''), n.nspname)
         ORDER BY 2, 3
        """;

    private TableTriggers() {}

    /**
     * A db-ops trigger.
     *
     * @param name its name
     * @param table the quoted name of its table
     * @param altered whether it no longer fires as it was created to
     */
    record Found(String name, String table, boolean altered) {}

    static List<Found> of(Database database, long oid, TriggerKind kind) {
        return database.query(
                LIST,
                row -> new Found(row.getString(1), row.getString(2), row.getBoolean(3)),
                kind.functions(),
                oid,
                oid);
    }

    /** Returns the OIDs of the tables with such triggers, of one schema or, when it is empty, of all. */
    static List<Long> tables(Database database, String schema) {
        return database.query(TABLES, row -> row.getLong(1), schema);
    }

    static boolean any(Database database) {
        return database.query(ANY, row -> row.getBoolean(1)).getFirst();
    }

    static String drop(Database database, Found trigger) {
        return "DROP TRIGGER %s ON %s".formatted(database.quoteIdentifier(trigger.name()), trigger.table());
    }
}
