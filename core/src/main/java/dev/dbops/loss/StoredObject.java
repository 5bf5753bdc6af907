package dev.dbops.loss;

import java.util.Map;

/**
 * An object in a database, as one transaction sees it.
 *
 * @param kind the kind, such as table or schema
 * @param name its name, with its schema
 * @param storage the number of the file that holds the rows; 0 when there is none
 * @param size the bytes of that file; -1 when another session has locked the table
 * @param inserted how many rows this transaction has inserted; TRUNCATE resets these numbers
 * @param updated how many it has updated
 * @param deleted how many it has deleted
 * @param columns for a table: the type and the name of each column, by its number
 */
record StoredObject(
        String kind,
        String name,
        long storage,
        long size,
        long inserted,
        long updated,
        long deleted,
        Map<String, String> columns) {
    StoredObject {
        columns = Map.copyOf(columns);
    }
}
