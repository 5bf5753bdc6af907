package dev.dbops.seed;

import dev.dbops.OpsException;
import dev.dbops.OpsException.Kind;
import dev.dbops.postgres.Database;
import dev.dbops.postgres.TableDefinition;
import dev.dbops.postgres.TableLookup;
import dev.dbops.postgres.TableName;
import java.util.List;

/**
 * The table that receives the rows, with its names for SQL.
 *
 * @param definition its definition on the server
 * @param quoted its name for SQL, with its schema
 */
record SeedTable(TableDefinition definition, String quoted) {
    /**
     * Finds the named table.
     *
     * @throws OpsException of kind SQL when it does not exist
     */
    static SeedTable find(Database database, TableName name) {
        var definition = new TableLookup(database)
                .find(name.schema(), name.table())
                .orElseThrow(() -> new OpsException(
                        Kind.SQL,
                        "there is no table %s in database \"%s\""
                                .formatted(name, database.target().database()),
                        "load the schema first: db-ops schema-load; a name with capitals needs quotes:"
                                + " '\"Name\"=FILE'"));
        return new SeedTable(definition, definition.quoted(database));
    }

    /** The columns' names for SQL, separated by commas. */
    static String columnList(Database database, List<String> columns) {
        var list = new StringBuilder();
        for (var column : columns) {
            list.append(list.isEmpty() ? "" : ", ").append(database.quoteIdentifier(column));
        }
        return list.toString();
    }
}
