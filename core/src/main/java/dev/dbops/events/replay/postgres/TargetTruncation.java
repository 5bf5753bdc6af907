package dev.dbops.events.replay.postgres;

import dev.dbops.postgres.Database;
import dev.dbops.postgres.SqlErrors;
import java.sql.Array;
import java.sql.SQLException;
import java.util.Collection;
import java.util.stream.Collectors;

/** Truncates tables of the target. */
final class TargetTruncation {
    /** TRUNCATE fails if a table outside the list refers to a listed one, even if that table is empty. */
    private static final String IS_REFERRED_TO = """
        SELECT EXISTS (
            SELECT FROM pg_constraint
             WHERE contype = 'f'
               AND confrelid = ANY (?::regclass[])
               AND conrelid <> ALL (?::regclass[]))
        """;

    private TargetTruncation() {}

    /** Truncates them together, since they may refer to each other. */
    static void run(Database database, Collection<TargetTable> tables) {
        var array = array(database, tables.stream().map(TargetTable::quoted).toList());
        if (database.query(IS_REFERRED_TO, row -> row.getBoolean(1), array, array)
                .getFirst()) {
            for (var table : tables) {
                database.executeAsIs("DELETE FROM " + table.rows());
            }
        } else {
            database.executeAsIs(
                    "TRUNCATE " + tables.stream().map(TargetTable::rows).collect(Collectors.joining(", ")));
        }
    }

    private static Array array(Database database, Collection<String> names) {
        try {
            return database.connection().createArrayOf("text", names.toArray());
        } catch (SQLException e) {
            throw SqlErrors.translate(e);
        }
    }
}
