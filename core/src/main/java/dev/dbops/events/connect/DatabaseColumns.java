package dev.dbops.events.connect;

import dev.dbops.postgres.Database;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;

/** The columns of the tables of a database. A table that exists is looked up once, until
 * {@link #forget}. Used by one thread. */
public final class DatabaseColumns implements ColumnLookup {
    /** The names come from events, so that there may be any number of them. */
    private static final int MOST_TABLES = 1000;

    private final Supplier<Database> database;
    private final Map<String, Map<String, ColumnType>> tables = new HashMap<>();

    /**
     * @param database returns the connection that is used for a lookup
     */
    public DatabaseColumns(Supplier<Database> database) {
        this.database = database;
    }

    /**
     * {@inheritDoc}
     *
     * @throws dev.dbops.OpsException when the database cannot be read
     */
    @Override
    public Map<String, ColumnType> of(String schema, String table) {
        var name = schema + "\0" + table;
        var known = tables.get(name);
        if (known != null) {
            return known;
        }
        if (tables.size() >= MOST_TABLES) {
            tables.clear();
        }
        var columns = new LinkedHashMap<String, ColumnType>();
        CatalogColumn.read(database.get(), schema, table).forEach(column -> columns.put(column.name(), column.type()));
        if (!columns.isEmpty()) {
            tables.put(name, columns);
        }
        return columns;
    }

    /** The tables may have been altered: they are looked up again. */
    public void forget() {
        tables.clear();
    }
}
