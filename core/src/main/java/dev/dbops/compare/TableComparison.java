package dev.dbops.compare;

import dev.dbops.postgres.TableName;
import java.util.List;

/**
 * The result for one table.
 *
 * @param source its name in the source
 * @param target its name in the target
 * @param sourceRows how many rows were compared in the source
 * @param targetRows how many rows were compared in the target
 * @param missing how many rows only the source has
 * @param extra how many rows only the target has
 * @param changed how many rows with one key have other values
 * @param moving how many of these rows were still being changed when the time to compare them again was over
 * @param byKey whether the rows of both sides can be read by the keys of either
 * @param definitions sentences about differences of the tables themselves
 * @param differences the first of the rows that differ
 */
public record TableComparison(
        TableName source,
        TableName target,
        long sourceRows,
        long targetRows,
        long missing,
        long extra,
        long changed,
        long moving,
        boolean byKey,
        List<String> definitions,
        List<RowDifference> differences) {
    public TableComparison {
        definitions = List.copyOf(definitions);
        differences = List.copyOf(differences);
    }

    static TableComparison undone(TableName source, TableName target, String reason) {
        return new TableComparison(source, target, 0, 0, 0, 0, 0, 0, false, List.of(reason), List.of());
    }

    /** The same with at most so many differences, and another number of rows that are still moving. */
    TableComparison limited(int most, long stillMoving) {
        return new TableComparison(
                source,
                target,
                sourceRows,
                targetRows,
                missing,
                extra,
                changed,
                stillMoving,
                byKey,
                definitions,
                differences.subList(0, Math.min(most, differences.size())));
    }

    /** Returns whether tables and rows are equal. */
    public boolean isEqual() {
        return definitions.isEmpty() && differing() == 0;
    }

    /** Returns how many rows differ. */
    public long differing() {
        return missing + extra + changed;
    }
}
