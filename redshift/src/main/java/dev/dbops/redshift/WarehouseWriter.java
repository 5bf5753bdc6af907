package dev.dbops.redshift;

import dev.dbops.redshift.sql.RowLoad;
import dev.dbops.redshift.sql.WarehouseStatement;
import dev.dbops.redshift.table.WarehouseReader;
import java.time.Duration;
import java.util.List;

/** Writes to a warehouse in whole transactions: by a connection, or by the Data API. */
public interface WarehouseWriter extends WarehouseReader {
    /**
     * Runs the statements in one transaction, and commits it. A transaction whose answer is lost is run again: its
     * repetition must not change anything.
     *
     * @param limit the longest time to wait
     * @return the rows of the queries among the statements, in their order; a value is a text or null
     * @throws dev.dbops.OpsException when the warehouse cannot be reached or rejects a statement; then nothing was
     *     changed, unless the answer to the commit was lost; of kind TIMEOUT when the time is over: the warehouse may
     *     still be working
     * @throws InterruptedException when the thread is interrupted
     */
    List<List<String>> run(List<WarehouseStatement> statements, Duration limit) throws InterruptedException;

    /** The way of rows into its temporary tables. */
    RowLoad load();

    /** Returns whether one transaction takes the statements. */
    boolean fits(List<WarehouseStatement> statements);

    /** The warehouse, without its password. */
    String description();
}
