package dev.dbops.doctor.figures;

/**
 * A table, or a materialized view.
 *
 * @param schema its schema
 * @param name its name
 * @param heapBytes its rows
 * @param indexBytes its indexes
 * @param toastBytes its large values, which are kept apart
 * @param liveRows how many rows it has, estimated
 * @param deadRows how many rows wait for vacuum, estimated
 * @param sequentialScans how often it was read as a whole, since the statistics begin
 * @param indexScans how often it was read by an index
 * @param blocksHit the blocks of it that were found in the server's memory
 * @param blocksRead those that were not
 */
public record TableFigures(
        String schema,
        String name,
        long heapBytes,
        long indexBytes,
        long toastBytes,
        long liveRows,
        long deadRows,
        long sequentialScans,
        long indexScans,
        long blocksHit,
        long blocksRead) {

    public long bytes() {
        return heapBytes + indexBytes + toastBytes;
    }
}
