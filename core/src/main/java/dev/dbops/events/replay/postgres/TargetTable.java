package dev.dbops.events.replay.postgres;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A table that events are applied to, as its server knows it.
 *
 * @param schema its schema
 * @param name its name
 * @param quoted both, as SQL writes them
 * @param columns its columns by name
 * @param uniqueKeys the columns of each unique index that serves ON CONFLICT
 * @param uniqueIndexes how many indexes refuse rows because of other rows: unique ones of all kinds, and exclusions
 */
record TargetTable(
        String schema,
        String name,
        String quoted,
        Map<String, Column> columns,
        List<Set<String>> uniqueKeys,
        int uniqueIndexes) {
    /**
     * A column.
     *
     * @param quoted its name as SQL writes it
     * @param type its type as SQL writes it
     * @param holdsJson whether values are written into the log in a way of their own: json and jsonb
     * @param generated whether the server computes it from others
     * @param fixed whether the server lets nobody update it: an identity that is always generated
     * @param exact whether equal values have one text; 1.0 and 1.00 have not
     * @param equality the operator by which its values are equal, with its schema
     */
    record Column(
            String quoted,
            String type,
            boolean holdsJson,
            boolean generated,
            boolean fixed,
            boolean exact,
            String equality) {}

    /** Whether rows are told apart by these columns. */
    boolean hasKey(Set<String> key) {
        return uniqueKeys.contains(key);
    }

    /** Whether a row may be in the way of another with another key, so that the order of the changes counts. */
    boolean isOrdered() {
        return uniqueIndexes > 1 || !hasExactKeys();
    }

    /** Whether keys that are equal are so to the letter. */
    boolean hasExactKeys() {
        for (var key : uniqueKeys) {
            for (var name : key) {
                if (!columns.get(name).exact()) {
                    return false;
                }
            }
        }
        return true;
    }

    /** Whether a row cannot be made what it is to be by an update. */
    boolean isReplaced(Collection<String> key) {
        for (var column : columns.entrySet()) {
            if (column.getValue().fixed() && !key.contains(column.getKey())) {
                return true;
            }
        }
        return false;
    }
}
