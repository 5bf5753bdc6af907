package dev.dbops.redshift.table;

import dev.dbops.redshift.sql.Identifier;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The tables of a warehouse, each read once until it is forgotten. Used by one thread. */
public final class WarehouseTables {
    /** Tables of the leader node, which Redshift has from PostgreSQL ("System catalog tables"). */
    private static final String COLUMNS = """
        SELECT a.attname, format_type(a.atttypid, a.atttypmod), a.atthasdef
          FROM pg_catalog.pg_class AS c
         INNER JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace
         INNER JOIN pg_catalog.pg_attribute AS a ON a.attrelid = c.oid
         WHERE n.nspname = ? AND c.relname = ? AND c.relkind = 'r' AND a.attnum > 0 AND NOT a.attisdropped
         ORDER BY a.attnum
        """;

    private final WarehouseReader warehouse;
    private final Map<List<String>, WarehouseTable> known = new HashMap<>();

    public WarehouseTables(WarehouseReader warehouse) {
        this.warehouse = warehouse;
    }

    /**
     * Returns the table; empty when the warehouse has none of that name.
     *
     * @throws dev.dbops.OpsException when the catalog cannot be read, or a name is too long for the warehouse
     */
    public Optional<WarehouseTable> find(String schema, String table) {
        var name = List.of(Identifier.folded(schema), Identifier.folded(table));
        var found = known.get(name);
        if (found != null) {
            return Optional.of(found);
        }
        var columns = warehouse.query(COLUMNS, name).stream()
                .map(row -> new WarehouseColumn(
                        row.getFirst(),
                        WarehouseType.parse(row.get(1)),
                        row.get(2).startsWith("t")))
                .toList();
        if (columns.isEmpty()) {
            return Optional.empty();
        }
        var read = new WarehouseTable(name.getFirst(), name.getLast(), columns);
        known.put(name, read);
        return Optional.of(read);
    }

    /** The tables may have been altered: they are read again. */
    public void forget() {
        known.clear();
    }
}
