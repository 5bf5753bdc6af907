package dev.dbops.redshift.table;

import dev.dbops.redshift.sql.Identifier;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A table in the warehouse. */
public final class WarehouseTable {
    private final String schema;
    private final String name;
    private final String quoted;
    private final Map<String, WarehouseColumn> columns = new LinkedHashMap<>();

    /**
     * @param schema its schema, in lower case
     * @param name its name, in lower case
     * @param columns its columns in their order
     */
    public WarehouseTable(String schema, String name, List<WarehouseColumn> columns) {
        this.schema = schema;
        this.name = name;
        this.quoted = Identifier.quoted(schema) + "." + Identifier.quoted(name);
        columns.forEach(column -> this.columns.put(column.name(), column));
    }

    /** The name with its schema in SQL. */
    public String quoted() {
        return quoted;
    }

    /** The name that its columns are qualified with in SQL. */
    public String qualifier() {
        return Identifier.quoted(name);
    }

    /** The columns in their order. */
    public List<WarehouseColumn> columns() {
        return List.copyOf(columns.values());
    }

    /**
     * The column of that name; empty when there is none.
     *
     * @param column a name in lower case
     */
    public Optional<WarehouseColumn> column(String column) {
        return Optional.ofNullable(columns.get(column));
    }

    @Override
    public String toString() {
        return schema + "." + name;
    }
}
