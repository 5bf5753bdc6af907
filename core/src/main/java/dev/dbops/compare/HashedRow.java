package dev.dbops.compare;

import java.util.List;
import java.util.Optional;

/**
 * Equal rows of one side.
 *
 * @param keyHash the hash of the key
 * @param hashes the numbers of the row
 * @param count how many there are
 * @param identity the text of the columns that identify them
 */
record HashedRow(long keyHash, List<Long> hashes, long count, List<Optional<String>> identity) {
    /** Compares in the order of {@link SideQuery#rows}. */
    int compareRow(HashedRow other) {
        for (var i = 0; i < hashes.size(); i++) {
            var order = Long.compare(hashes.get(i), other.hashes.get(i));
            if (order != 0) {
                return order;
            }
        }
        return 0;
    }

    HashedRow times(long other) {
        return new HashedRow(keyHash, hashes, other, identity);
    }
}
