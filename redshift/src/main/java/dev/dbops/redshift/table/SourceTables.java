package dev.dbops.redshift.table;

import dev.dbops.events.NameMap;
import dev.dbops.events.connect.ColumnType;
import dev.dbops.events.connect.DatabaseColumns;
import dev.dbops.postgres.Database;
import java.util.Map;

/** The columns of tables in the source, by the names that the tables have in the warehouse. Used by one thread. */
public final class SourceTables {
    private final DatabaseColumns columns;
    private final NameMap names;

    /**
     * @param source a connection to the source
     * @param names gives tables of the source their names in the warehouse
     */
    public SourceTables(Database source, NameMap names) {
        this.columns = new DatabaseColumns(() -> source);
        this.names = names;
    }

    /**
     * Returns the columns in their order; none if the source has no such table now.
     *
     * @throws dev.dbops.OpsException when the source cannot be read
     */
    public Map<String, ColumnType> columns(String schema, String table) {
        for (var name : names.sources(schema, table)) {
            var found = columns.of(name.schema(), name.table());
            if (!found.isEmpty()) {
                return found;
            }
        }
        return Map.of();
    }

    /** The tables may have been altered: they are read again. */
    public void forget() {
        columns.forget();
    }
}
