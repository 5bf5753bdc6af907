package dev.dbops.events;

/**
 * The number of events of a table.
 *
 * @param schema its schema
 * @param table its name
 * @param inserts rows that were inserted
 * @param updates rows that were updated
 * @param deletes rows that were deleted
 * @param truncates number of TRUNCATEs
 * @param reads rows that were there before their changes were captured
 * @param schemaChanges changes of the table's definition
 */
public record TableEvents(
        String schema,
        String table,
        long inserts,
        long updates,
        long deletes,
        long truncates,
        long reads,
        long schemaChanges) {
    /** The total. */
    public long total() {
        return inserts + updates + deletes + truncates + reads + schemaChanges;
    }
}
