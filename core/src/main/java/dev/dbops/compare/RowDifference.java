package dev.dbops.compare;

import java.util.List;
import java.util.Map;

/**
 * A row that differs.
 *
 * @param kind how it differs
 * @param key the columns of its key, with their text; of a table without a key, all columns, with the first characters of
 *     their text; NULL is an empty optional
 * @param columns the columns that differ, of a changed row
 * @param rows how many equal rows there are, which can be more than one in a table without a key
 */
public record RowDifference(Kind kind, Map<String, java.util.Optional<String>> key, List<String> columns, long rows) {
    public RowDifference {
        columns = List.copyOf(columns);
    }

    /** The ways in which a row can differ. */
    public enum Kind {
        /** The source has it, and the target does not. */
        MISSING,
        /** The target has it, and the source does not. */
        EXTRA,
        /** Both have a row with this key, with other values. */
        CHANGED
    }

    RowDifference withColumns(List<String> differing) {
        return new RowDifference(kind, key, differing, rows);
    }
}
