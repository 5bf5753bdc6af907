package dev.dbops.events.snapshot;

import java.util.List;
import java.util.Optional;

/**
 * Rows that were read together.
 *
 * @param keys the keys, as the log has them; empty texts for a table without a key
 * @param images the rows, as the log has them
 * @param lastKey the texts of the key columns of the last row; empty if the range ends with these rows
 */
record ReadRows(List<String> keys, List<String> images, Optional<List<String>> lastKey) {
    boolean endsRange() {
        return lastKey.isEmpty();
    }
}
