package dev.dbops.redshift;

import dev.dbops.redshift.write.RowLoad;
import dev.dbops.redshift.write.WarehouseStatement;
import java.time.Duration;
import java.util.List;

/** Writes to a warehouse in whole transactions: by a connection, or by the Data API. */
public interface WarehouseWriter extends WarehouseReader {
    /**
     * Runs the statements in one transaction, and commits it.
     *
     * @param token identifies the work: the same statements with the same token may be run once only
     * @param limit the longest time to wait
     * @throws dev.dbops.OpsException when the warehouse cannot be reached or rejects a statement; then nothing was
     *     changed, unless the answer to the commit was lost
     * @throws InterruptedException when the thread is interrupted
     */
    void run(List<WarehouseStatement> statements, String token, Duration limit) throws InterruptedException;

    /** The way of rows into its temporary tables. */
    RowLoad load();

    /** Returns whether one transaction takes the statements. */
    boolean fits(List<WarehouseStatement> statements);

    /** The warehouse, without its password. */
    String description();
}
