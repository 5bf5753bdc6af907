package dev.dbops.events.snapshot;

import java.util.List;
import java.util.Optional;

/**
 * A part of a table that was read at once: the rows after the part before, up to a key.
 *
 * @param number its number; the position of the consumer has the number of the last part that was delivered
 * @param place the place of its table
 * @param snapshot the snapshot that it was read with
 * @param lastKey the texts of the key columns of the last row; none at the end of the table; an empty list if the table is
 *     read from its beginning again, and this part has no rows
 * @param rows the number of its rows
 * @param files the files of the table, by {@link TableFiles}
 */
record TablePart(
        long number, int place, String snapshot, Optional<List<String>> lastKey, long rows, List<String> files) {
    boolean endsTable() {
        return lastKey.isEmpty();
    }

    /** Returns whether parts before it no longer count: the table is read again. */
    boolean restarts() {
        return lastKey.isPresent() && lastKey.get().isEmpty();
    }
}
