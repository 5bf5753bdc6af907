package dev.dbops.doctor.figures;

/**
 * A table, or a materialized view.
 *
 * @param schema its schema
 * @param name its name
 * @param heapBytes its rows
 * @param indexBytes its indexes
 * @param toastBytes its large values, which are stored separately
 * @param liveRows how many rows it has, estimated
 * @param deadRows how many rows vacuum can remove, estimated
 * @param sequentialScans how often it was read completely, since the statistics began
 * @param indexScans how often it was read through an index
 * @param blocksHit its blocks that were found in the server's memory
 * @param blocksRead its blocks that were not
 * @param isLocked whether a session changes it, or waits to: its size is that of the last vacuum
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
        long blocksRead,
        boolean isLocked) {

    public long bytes() {
        return heapBytes + indexBytes + toastBytes;
    }
}
