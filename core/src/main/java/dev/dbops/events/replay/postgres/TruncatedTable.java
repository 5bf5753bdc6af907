package dev.dbops.events.replay.postgres;

import dev.dbops.postgres.Database;
import dev.dbops.postgres.SqlErrors;
import java.sql.SQLException;
import java.util.List;

/** A table of the target whose rows are removed, all or all but those of some keys. */
public final class TruncatedTable {
    private final TargetTable table;

    private TruncatedTable(TargetTable table) {
        this.table = table;
    }

    /**
     * Returns the table of that name.
     *
     * @throws dev.dbops.OpsException of kind FAILED when there is none
     */
    public static TruncatedTable of(TargetTables tables, Database database, String schema, String name) {
        return new TruncatedTable(tables.require(database, schema, name));
    }

    /** Removes all rows. */
    public void truncate(Database database) {
        TargetTruncation.run(database, List.of(table));
    }

    /**
     * Removes the rows of other keys.
     *
     * @param keys the keys to keep, as JSON objects with the same members, at least one
     */
    public void deleteExcept(Database database, List<String> keys) {
        var names = new JsonNames().of(keys.getFirst());
        try (var statement = database.connection().prepareStatement(ApplyStatements.deleteExcept(table, names))) {
            statement.setString(1, keys.toString());
            statement.executeUpdate();
        } catch (SQLException e) {
            throw SqlErrors.translate(e);
        }
    }
}
