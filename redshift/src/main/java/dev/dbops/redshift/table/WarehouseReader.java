package dev.dbops.redshift.table;

import java.util.List;

/** Reads rows of a warehouse as texts: by a connection, or by the Data API. */
public interface WarehouseReader {
    /**
     * Runs a query.
     *
     * @param sql a query with a question mark for each parameter
     * @return the rows; a value is the text of the server, or null
     * @throws dev.dbops.OpsException when the warehouse cannot be reached, or rejects the query
     */
    List<List<String>> query(String sql, List<String> parameters);
}
