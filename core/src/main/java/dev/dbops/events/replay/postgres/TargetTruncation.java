package dev.dbops.events.replay.postgres;

import dev.dbops.OpsException;
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

    /** The table has "pending trigger events", which a deferred check of a foreign key or a unique constraint is. */
    private static final String IN_USE = "55006";

    private TargetTruncation() {}

    /** Truncates them together, since they may refer to each other. */
    static void run(Database database, Collection<TargetTable> tables) {
        var array = array(database, tables.stream().map(TargetTable::quoted).toList());
        var isReferredTo = database.query(IS_REFERRED_TO, row -> row.getBoolean(1), array, array)
                .getFirst();
        if (isReferredTo || !isTruncated(database, tables)) {
            for (var table : tables) {
                database.executeAsIs("DELETE FROM " + table.rows());
            }
        }
    }

    /** Returns false, and nothing is changed, if earlier rows of the transaction still have deferred checks. */
    private static boolean isTruncated(Database database, Collection<TargetTable> tables) {
        database.executeAsIs("SAVEPOINT dbops_truncation");
        try {
            database.executeAsIs(
                    "TRUNCATE " + tables.stream().map(TargetTable::rows).collect(Collectors.joining(", ")));
        } catch (OpsException e) {
            if (e.serverError().filter(error -> error.sqlState().equals(IN_USE)).isEmpty()) {
                throw e;
            }
            database.executeAsIs("ROLLBACK TO dbops_truncation");
            return false;
        }
        database.executeAsIs("RELEASE dbops_truncation");
        return true;
    }

    private static Array array(Database database, Collection<String> names) {
        try {
            return database.connection().createArrayOf("text", names.toArray());
        } catch (SQLException e) {
            throw SqlErrors.translate(e);
        }
    }
}
