package dev.dbops.redshift.replay;

import dev.dbops.events.NameMap;
import dev.dbops.events.TableEvents;
import dev.dbops.postgres.Database;
import dev.dbops.redshift.Warehouse;
import dev.dbops.redshift.table.SourceTables;
import dev.dbops.redshift.table.WarehouseDefinition;
import dev.dbops.redshift.table.WarehouseTables;
import dev.dbops.target.ConnectionTarget;
import java.util.LinkedHashSet;
import java.util.List;

/** The tables that a replay would create in a warehouse. */
public final class MissingTables {
    private static final String KEY = """
        SELECT a.attname::text
          FROM pg_index AS i
          JOIN pg_attribute AS a ON a.attrelid = i.indrelid AND a.attnum = ANY (i.indkey)
         WHERE i.indisprimary AND i.indrelid = to_regclass(format('%I.%I', ?, ?))
         ORDER BY a.attnum
        """;

    private MissingTables() {}

    /**
     * Returns the statements that create the tables which the warehouse lacks. Reads both sides, and changes nothing.
     *
     * @param source the database with the log
     * @param names gives tables of the source their names in the warehouse
     * @param tables the tables with events or rows, by their names in the source; a table may be there twice
     */
    public static List<String> definitions(
            ConnectionTarget target, Database source, NameMap names, List<TableEvents> tables) {
        var statements = new LinkedHashSet<String>();
        try (var warehouse = Warehouse.connect(target)) {
            var known = new WarehouseTables(warehouse);
            var columns = new SourceTables(source, names);
            for (var table : tables) {
                var name = names.apply(table.schema(), table.table());
                var found = columns.columns(name.getFirst(), name.getLast());
                if (known.find(name.getFirst(), name.getLast()).isEmpty() && !found.isEmpty()) {
                    var key = source.query(KEY, row -> row.getString(1), table.schema(), table.table());
                    statements.add(WarehouseDefinition.create(name.getFirst(), name.getLast(), found, key));
                }
            }
        }
        return List.copyOf(statements);
    }
}
