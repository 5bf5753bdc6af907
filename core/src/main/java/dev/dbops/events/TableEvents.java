package dev.dbops.events;

/**
 * How many events there are of a table.
 *
 * @param schema its schema
 * @param table its name
 * @param inserts rows that were inserted
 * @param updates rows that were updated
 * @param deletes rows that were deleted
 * @param truncates how often it was emptied
 */
public record TableEvents(String schema, String table, long inserts, long updates, long deletes, long truncates) {
    /** All of them. */
    public long total() {
        return inserts + updates + deletes + truncates;
    }
}
