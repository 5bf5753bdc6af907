package dev.dbops.events;

/**
 * The progress of a snapshot.
 *
 * @param table the number of the table that is read, from 1 on; the number of tables when all were read
 * @param tables the number of tables
 * @param name the name of the table that is read; empty when all were read
 * @param rows the number of rows that were read of all tables
 * @param estimatedRows the number of rows of all tables, by the server's statistics
 */
public record SnapshotProgress(int table, int tables, String name, long rows, long estimatedRows) {
    /** Returns whether all rows were read. */
    public boolean isComplete() {
        return name.isEmpty();
    }

    /** Returns the part that was read in percent; below 100 until all was read. */
    public int percent() {
        if (isComplete()) {
            return 100;
        }
        return Math.clamp(100 * rows / Math.max(1, estimatedRows), 0, 99);
    }

    /** In words, for people. */
    @Override
    public String toString() {
        return isComplete()
                ? "%d table(s), %d row(s)".formatted(tables, rows)
                : "table %d of %d (%s), %d row(s), %d %%".formatted(table, tables, name, rows, percent());
    }
}
