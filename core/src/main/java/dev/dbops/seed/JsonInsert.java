package dev.dbops.seed;

import dev.dbops.OpsException;
import dev.dbops.ScriptPosition;
import dev.dbops.postgres.Database;
import dev.dbops.postgres.Notices;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Inserts batches of objects: one statement for each group of a batch, all in one round trip, after a savepoint. A
 * failed batch is rolled back to it, to find the object at fault.
 */
final class JsonInsert {
    private static final String SAVEPOINT = "dbops_seed";

    /** The user's search path is active, for the triggers of the table: all names include their schema. */
    private static final String OBJECTS = "pg_catalog.convert_from(?, 'UTF8')::pg_catalog.json";

    private final Database database;
    private final SeedTable table;
    private final Notices notices;
    private final Map<String, String> types = new HashMap<>();

    JsonInsert(Database database, SeedTable table, Notices notices) {
        this.database = database;
        this.table = table;
        this.notices = notices;
        for (var column : table.definition().columns()) {
            types.put(column.name(), column.typeName());
        }
    }

    /** Checks that the columns exist; the server's error would be about our statement, not about the table. */
    void requireColumns(Iterable<String> keys) {
        for (var key : keys) {
            if (!types.containsKey(key)) {
                throw SeedFailure.unknownColumn(key, table.definition());
            }
        }
    }

    /**
     * Inserts a batch. The object that a notice of the server refers to is unknown.
     *
     * @return how many rows the server inserted
     */
    long insert(String file, JsonBatch batch) throws SQLException {
        var groups = batch.groups(batch.size());
        try (var insert = prepare("SAVEPOINT " + SAVEPOINT, groups, "; RELEASE SAVEPOINT " + SAVEPOINT)) {
            try {
                insert.execute();
            } finally {
                notices.takeOf(insert, ScriptPosition.ofFile(file));
            }
            return updates(insert);
        }
    }

    private PreparedStatement prepare(String before, List<JsonBatch.Group> groups, String after) throws SQLException {
        var sql = new StringBuilder(before);
        for (var group : groups) {
            sql.append("; ").append(statement(group.columns()));
        }
        var insert = database.connection().prepareStatement(sql.append(after).toString());
        for (var i = 0; i < groups.size(); i++) {
            insert.setBytes(i + 1, groups.get(i).array());
        }
        return insert;
    }

    /**
     * The server decodes the bytes into text, which avoids a string here. The columns are named with their types:
     * json_populate_recordset would check all columns of the table, and reject a missing value of a domain that is not
     * null even if the column has a default.
     */
    private String statement(List<String> columns) {
        if (columns.isEmpty()) {
            return "INSERT INTO %s SELECT FROM pg_catalog.json_array_elements(%s)".formatted(table.quoted(), OBJECTS);
        }
        var list = SeedTable.columnList(database, columns);
        var definitions = new StringBuilder();
        for (var column : columns) {
            definitions
                    .append(definitions.isEmpty() ? "" : ", ")
                    .append(database.quoteIdentifier(column))
                    .append(' ')
                    .append(types.get(column));
        }
        return "INSERT INTO %s (%s) SELECT %s FROM pg_catalog.json_to_recordset(%s) AS object (%s)"
                .formatted(table.quoted(), list, list, OBJECTS, definitions);
    }

    private static long updates(PreparedStatement statement) throws SQLException {
        var rows = 0L;
        do {
            rows += Math.max(0, statement.getLargeUpdateCount());
        } while (statement.getMoreResults() || statement.getUpdateCount() >= 0);
        return rows;
    }

    /**
     * Finds the object at fault: the last object of the shortest failing prefix. Afterwards the transaction can only be
     * rolled back.
     *
     * @param first the failure of the whole batch
     */
    OpsException failure(String file, JsonBatch batch, SQLException first) {
        var failure = first;
        var good = 0;
        var bad = batch.size();
        while (bad - good > 1 && SeedFailure.mayLieInARow(failure)) {
            var middle = (good + bad) >>> 1;
            try (var insert = prepare("ROLLBACK TO SAVEPOINT " + SAVEPOINT, batch.groups(middle), "")) {
                insert.execute();
                good = middle;
            } catch (SQLException e) {
                failure = e;
                bad = middle;
            }
        }
        return SeedFailure.mayLieInARow(failure)
                ? SeedFailure.at(new ScriptPosition(file, batch.line(bad - 1), 0, ""), table.definition(), failure)
                : SeedFailure.of(file, table.definition(), failure);
    }
}
