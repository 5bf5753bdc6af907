package dev.dbops.events.snapshot;

import dev.dbops.postgres.Database;
import dev.dbops.postgres.SqlErrors;
import java.sql.SQLException;
import java.util.List;

/**
 * The files of a table and its partitions. A TRUNCATE and a rewrite replace them, and an older snapshot shows an empty table
 * then (PostgreSQL documentation, section 13.6).
 */
final class TableFiles {
    private static final String READ = """
        SELECT c.oid || ':' || c.relfilenode
          FROM (SELECT relid FROM pg_partition_tree(?::bigint::oid) UNION SELECT ?::bigint::oid) AS part (oid)
          JOIN pg_class AS c ON c.oid = part.oid AND c.relkind = 'r'
        """;

    /** A partition that no longer exists is a change that the replay notices elsewhere. */
    private static final String ARE_SAME = """
        SELECT count(*) = 0
          FROM unnest(?::text[]) AS file (name)
          JOIN pg_class AS c ON c.oid = split_part(file.name, ':', 1)::oid
         WHERE c.oid || ':' || c.relfilenode <> file.name
        """;

    private TableFiles() {}

    static List<String> read(Database database, long table) {
        return database.query(READ, row -> row.getString(1), table, table);
    }

    /** Returns whether no file was replaced. */
    static boolean areSame(Database database, List<String> files) {
        try {
            var array = database.connection().createArrayOf("text", files.toArray());
            return database.query(ARE_SAME, row -> row.getBoolean(1), array).getFirst();
        } catch (SQLException e) {
            throw SqlErrors.translate(e);
        }
    }
}
