package dev.dbops.events.replay.postgres;

import dev.dbops.postgres.Database;
import java.util.Collection;
import java.util.List;

/** Advances the sequences of the target past the replayed values, which were written without them. */
final class TargetSequences {
    /** The sequences of serial (a) and identity (i) columns. */
    private static final String OWNED = """
        SELECT s.oid::regclass::text, t.oid::regclass::text, quote_ident(a.attname)
          FROM pg_depend d
          JOIN pg_class s ON s.oid = d.objid AND s.relkind = 'S'
          JOIN pg_sequence q ON q.seqrelid = s.oid AND q.seqincrement > 0
          JOIN pg_class t ON t.oid = d.refobjid
          JOIN pg_namespace n ON n.oid = t.relnamespace
          JOIN pg_attribute a ON a.attrelid = t.oid AND a.attnum = d.refobjsubid
         WHERE d.classid = 'pg_class'::regclass
           AND d.refclassid = 'pg_class'::regclass
           AND d.deptype IN ('a', 'i')
           AND n.nspname = ? AND t.relname = ?
        """;

    /** Never sets a sequence back: another session may have used its values already. */
    private static final String FOLLOW = """
        SELECT setval('{sequence literal}', greatest)
          FROM (SELECT max({column})::bigint AS greatest FROM {table}) AS replayed
         WHERE greatest > (SELECT CASE WHEN is_called THEN last_value ELSE last_value - 1 END FROM {sequence})
        """;

    private TargetSequences() {}

    private record Owned(String sequence, String table, String column) {}

    /**
     * Advances the sequences of these tables.
     *
     * @param tables the schema and name of each table
     */
    static void follow(Database database, Collection<List<String>> tables) {
        for (var table : tables) {
            var owned = database.query(
                    OWNED,
                    row -> new Owned(row.getString(1), row.getString(2), row.getString(3)),
                    table.getFirst(),
                    table.getLast());
            for (var each : owned) {
                database.query(
                        FOLLOW.replace("{sequence literal}", each.sequence().replace("'", "''"))
                                .replace("{sequence}", each.sequence())
                                .replace("{table}", each.table())
                                .replace("{column}", each.column()),
                        row -> true);
            }
        }
    }
}
