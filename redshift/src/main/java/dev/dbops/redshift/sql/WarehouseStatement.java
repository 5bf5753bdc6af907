package dev.dbops.redshift.sql;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * A statement for the warehouse.
 *
 * @param sql the text, with a question mark for each parameter
 * @param parameters their values, each a text or null
 */
public record WarehouseStatement(String sql, List<String> parameters) {
    public WarehouseStatement {
        parameters = Collections.unmodifiableList(new ArrayList<>(parameters));
    }

    /** A statement without parameters. */
    public static WarehouseStatement of(String sql) {
        return new WarehouseStatement(sql, List.of());
    }
}
