package dev.dbops.events.capture;

import dev.dbops.events.OidArray;
import dev.dbops.postgres.Database;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The db-ops triggers that tables actually have, including those of their partitions.
 *
 * @param all all db-ops triggers of the database
 * @param byTable the triggers of each table and its partitions, by the table's OID
 */
record TableTriggers(List<Found> all, Map<Long, List<Found>> byTable) {
    /**
     * Triggers that the server copied to partitions are dropped with the original.
     *
     * <p>Subqueries look up the function and the table of each trigger. With joins, the server would expect a few
     * functions of db-ops, because its statistics are older, and compare each of them with all triggers.
     */
    private static final String LIST = """
        SELECT t.tgname,
               (SELECT format('%I.%I', n.nspname, c.relname)
                  FROM pg_class AS c
                  JOIN pg_namespace AS n ON n.oid = c.relnamespace
                 WHERE c.oid = t.tgrelid),
               t.tgenabled::text, t.function,
               t.tgrelid::bigint || ARRAY(SELECT above.relid::oid::bigint
                                            FROM pg_partition_ancestors(t.tgrelid) AS above
                                           WHERE above.relid <> t.tgrelid)
          FROM (SELECT t.tgname, t.tgrelid, t.tgenabled,
                       (SELECT p.proname
                          FROM pg_proc AS p
                         WHERE p.oid = t.tgfoid AND p.pronamespace = to_regnamespace('dbops')) AS function
                  FROM pg_trigger AS t
                 WHERE t.tgparentid = 0 AND NOT t.tgisinternal) AS t
         WHERE t.function IS NOT NULL
         ORDER BY 2, 1
        """;

    /** A partition's own trigger counts as one of the partitioned table. */
    private static final String TABLES = """
        SELECT c.oid::bigint
          FROM pg_class AS c
          JOIN pg_namespace AS n ON n.oid = c.relnamespace
         WHERE c.oid = ANY (?::oid[])
           AND NOT c.relispartition
           AND n.nspname = coalesce(nullif(?, ''), n.nspname)
         ORDER BY n.nspname, c.relname
        """;

    /**
     * A db-ops trigger.
     *
     * @param name its name
     * @param table the quoted name of its table
     * @param firing when it fires
     * @param function the name of its function, without the schema
     * @param tables the OIDs of its table and of the tables that this is a partition of
     */
    record Found(String name, String table, Firing firing, String function, List<Long> tables) {}

    /** When a trigger fires. */
    enum Firing {
        /** Not for changes as a replica, as each trigger that is created. */
        ORIGIN,
        ALWAYS,
        REPLICA,
        DISABLED;

        /** The firing of a value of pg_trigger.tgenabled. */
        static Firing of(String enabled) {
            return switch (enabled) {
                case "O" -> ORIGIN;
                case "A" -> ALWAYS;
                case "R" -> REPLICA;
                default -> DISABLED;
            };
        }

        /** The firing that triggers with these options are to have. */
        static Firing of(CaptureOptions options) {
            return options.always() ? ALWAYS : ORIGIN;
        }

        /** The words after "the trigger". */
        String description() {
            return switch (this) {
                case ORIGIN -> "does not fire for changes as a replica";
                case ALWAYS -> "fires for changes as a replica too (ENABLE ALWAYS)";
                case REPLICA -> "fires only for changes as a replica (ENABLE REPLICA)";
                case DISABLED -> "is disabled";
            };
        }
    }

    /** Reads all triggers. */
    static TableTriggers read(Database database) {
        var all = database.query(LIST, TableTriggers::found);
        var byTable = new HashMap<Long, List<Found>>();
        for (var trigger : all) {
            for (var table : trigger.tables()) {
                byTable.computeIfAbsent(table, _ -> new ArrayList<>()).add(trigger);
            }
        }
        return new TableTriggers(all, byTable);
    }

    private static Found found(ResultSet row) throws SQLException {
        return new Found(
                row.getString(1), row.getString(2), Firing.of(row.getString(3)), row.getString(4), List.of((Long[])
                        row.getArray(5).getArray()));
    }

    /** Returns the triggers of that kind of a table and its partitions. */
    List<Found> of(long oid, TriggerKind kind) {
        return byTable.getOrDefault(oid, List.of()).stream()
                .filter(trigger -> kind.has(trigger.function()))
                .toList();
    }

    /** Returns the OIDs of the tables with triggers, of one schema or, when it is empty, of all. */
    List<Long> tables(Database database, String schema) {
        return database.query(TABLES, row -> row.getLong(1), OidArray.of(byTable.keySet()), schema);
    }

    static String drop(Database database, Found trigger) {
        return "DROP TRIGGER %s ON %s".formatted(database.quoteIdentifier(trigger.name()), trigger.table());
    }
}
