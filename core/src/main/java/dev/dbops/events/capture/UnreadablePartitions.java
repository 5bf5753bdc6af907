package dev.dbops.events.capture;

import dev.dbops.postgres.Database;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The partitions whose rows the owner of the triggers' functions may not read, so that their TRUNCATE is not captured.
 *
 * @param byTable sentences, by the OID of the partitioned table
 */
record UnreadablePartitions(Map<Long, List<String>> byTable) {
    /** As in {@link TableTriggers}, a subquery looks up the function of each trigger. */
    private static final String LIST = """
        SELECT pg_partition_root(t.tgrelid)::oid::bigint,
               format('%I.%I', n.nspname, c.relname),
               t.owner::regrole::text
          FROM (SELECT t.tgrelid,
                       (SELECT p.proowner
                          FROM pg_proc AS p
                         WHERE p.oid = t.tgfoid
                           AND p.pronamespace = to_regnamespace('dbops')
                           AND p.proname LIKE 'capture\\_partition\\_truncate%') AS owner
                  FROM pg_trigger AS t
                 WHERE t.tgparentid = 0 AND NOT t.tgisinternal
                OFFSET 0) AS t
          JOIN pg_class AS c ON c.oid = t.tgrelid
          JOIN pg_namespace AS n ON n.oid = c.relnamespace
          JOIN pg_roles AS r ON r.oid = t.owner
         WHERE c.relispartition
           AND (NOT has_table_privilege(t.owner, c.oid, 'SELECT')
                OR c.relrowsecurity
                   AND NOT r.rolsuper
                   AND NOT r.rolbypassrls
                   AND (c.relforcerowsecurity OR NOT pg_has_role(t.owner, c.relowner, 'USAGE')))
         ORDER BY 2
        """;

    static UnreadablePartitions read(Database database) {
        var byTable = new HashMap<Long, List<String>>();
        database.query(
                LIST,
                row -> byTable.computeIfAbsent(row.getLong(1), _ -> new ArrayList<>())
                        .add("TRUNCATE of partition %s is not captured: role %s may not read all its rows"
                                .formatted(row.getString(2), row.getString(3))));
        return new UnreadablePartitions(byTable);
    }

    /** Returns a sentence for each such partition of a table. */
    List<String> of(long oid) {
        return byTable.getOrDefault(oid, List.of());
    }
}
