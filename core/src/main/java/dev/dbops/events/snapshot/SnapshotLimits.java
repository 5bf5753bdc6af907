package dev.dbops.events.snapshot;

/**
 * The limits of the memory and the connections that a snapshot takes.
 *
 * @param rows the maximum number of rows that are delivered together
 * @param bytes the size in bytes after which no row is added to them
 * @param readers the number of connections that read at once
 */
public record SnapshotLimits(int rows, long bytes, int readers) {
    private static final long BYTES = 8L << 20;

    /** Limits with the usual size in bytes. */
    public static SnapshotLimits of(int rows, int readers) {
        return new SnapshotLimits(rows, BYTES, readers);
    }
}
