package dev.dbops.redshift.value;

import dev.dbops.redshift.table.WarehouseTable;

/** An event has a column that its table in the warehouse lacks. */
public final class UnknownColumn extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient WarehouseTable table;
    private final String column;

    /**
     * @param column its name in the source
     */
    public UnknownColumn(WarehouseTable table, String column) {
        super("table %s of the warehouse has no column %s".formatted(table, column));
        this.table = table;
        this.column = column;
    }

    /** The table in the warehouse. */
    public WarehouseTable table() {
        return table;
    }

    /** The name of the column in the source. */
    public String column() {
        return column;
    }
}
