package dev.dbops.redshift.sql;

import java.util.List;

/** The way of rows into a table of the transaction. */
public interface RowLoad {
    /**
     * Returns the statements that load the rows.
     *
     * @param table the name of the table in SQL
     * @param columns the names of its columns, each letters and digits
     * @param rows the values, null for NULL
     */
    List<WarehouseStatement> load(String table, List<String> columns, List<String[]> rows);
}
