package dev.dbops.redshift.table;

import dev.dbops.redshift.sql.Identifier;

/**
 * A column of a table in the warehouse.
 *
 * @param name its name, in lower case
 * @param type its type
 * @param hasDefault whether rows without a value for it get one
 */
public record WarehouseColumn(String name, WarehouseType type, boolean hasDefault) {
    /** The name in SQL. */
    public String quoted() {
        return Identifier.quoted(name);
    }
}
