package dev.dbops.events.capture;

import dev.dbops.OpsException;
import dev.dbops.OpsException.Kind;
import dev.dbops.postgres.TableName;
import java.util.List;

/**
 * A selection of tables.
 *
 * @param tables the tables by name
 * @param schema the schema of unqualified names, or of all tables; empty for the search path, or every schema
 * @param all whether all tables are selected and none is named
 */
public record TableChoice(List<TableName> tables, String schema, boolean all) {
    public TableChoice {
        tables = List.copyOf(tables);
        if (all == !tables.isEmpty()) {
            throw new OpsException(
                    Kind.USAGE,
                    all ? "--all and --table exclude each other" : "no table is selected",
                    "pass --table TABLE, once or several times, or --all");
        }
    }

    /** The names, qualified with the schema where they have none. */
    List<TableName> named() {
        return tables.stream()
                .map(name -> name.schema().isEmpty() ? new TableName(schema, name.table()) : name)
                .toList();
    }
}
