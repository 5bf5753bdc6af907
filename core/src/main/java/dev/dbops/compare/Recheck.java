package dev.dbops.compare;

import dev.dbops.compare.RowDifference.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The rows of one table that differed, while the source is being changed. A row that is equal in one pair of snapshots was only on
 * its way. A row differs for good when the source has not changed it between two snapshots, and the target, which has
 * everything of the first of them, has another one. Without an event log it is not known what the target has, so only
 * the time decides.
 */
final class Recheck {
    /** Rows of a table that are remembered; of a table with more, all rows are compared again. */
    static final int MOST_ROWS = 10_000;

    private static final int PORTION = 1000;

    private final boolean followsLog;
    private final int limit;
    private TableComparison result;
    private List<Suspect> moving = new ArrayList<>();
    private final List<RowDifference> settled = new ArrayList<>();
    private final boolean byKey;

    /**
     * @param result the result of the comparison, with up to {@link #MOST_ROWS} differences
     * @param followsLog whether the snapshot of the target always has what that of the source has
     * @param limit how many differences the result lists
     */
    Recheck(TableComparison result, boolean followsLog, int limit) {
        this.result = result;
        this.followsLog = followsLog;
        this.limit = limit;
        this.byKey = result.byKey()
                && result.differences().size() == result.differing()
                && result.differences().stream()
                        .allMatch(row -> row.key().values().stream().allMatch(Optional::isPresent));
        result.differences().forEach(row -> moving.add(new Suspect(row, Optional.empty())));
    }

    /**
     * A row that differed.
     *
     * @param row how it differed last
     * @param source the hash of the source's row then, which is empty when there was none; empty before the first time
     */
    private record Suspect(RowDifference row, Optional<List<String>> source) {}

    /** Returns whether there are rows of which it is not known whether they differ. */
    boolean isMoving() {
        return byKey ? !moving.isEmpty() : result.differing() > 0;
    }

    /** Compares the rows again, in other snapshots. */
    void again(TableComparer comparer) {
        if (!byKey) {
            result = comparer.compare(limit);
            return;
        }
        var still = new ArrayList<Suspect>();
        for (var from = 0; from < moving.size(); from += PORTION) {
            again(comparer.lookup(), moving.subList(from, Math.min(moving.size(), from + PORTION)), still);
        }
        moving = still;
    }

    private void again(RowLookup lookup, List<Suspect> portion, List<Suspect> still) {
        var hashes = lookup.hashes(portion.stream().map(Suspect::row).toList());
        var differing = new ArrayList<Suspect>();
        for (var i = 0; i < portion.size(); i++) {
            var source = hashes.source().getOrDefault(i, List.of());
            var target = hashes.target().getOrDefault(i, List.of());
            if (!source.equals(target)) {
                var kind = source.isEmpty() ? Kind.EXTRA : target.isEmpty() ? Kind.MISSING : Kind.CHANGED;
                var row = new RowDifference(kind, portion.get(i).row().key(), List.of(), 1);
                differing.add(new Suspect(row, Optional.of(source)));
                if (!portion.get(i).source().equals(Optional.of(source)) || !followsLog) {
                    still.add(differing.removeLast());
                }
            }
        }
        settled.addAll(lookup.withColumns(differing.stream().map(Suspect::row).toList()));
    }

    /** Returns the result with what is known now. */
    TableComparison result() {
        if (!byKey) {
            return result.limited(limit, result.differing());
        }
        var rows = new ArrayList<>(settled);
        moving.forEach(suspect -> rows.add(suspect.row()));
        return new TableComparison(
                        result.source(),
                        result.target(),
                        result.sourceRows(),
                        result.targetRows(),
                        count(rows, Kind.MISSING),
                        count(rows, Kind.EXTRA),
                        count(rows, Kind.CHANGED),
                        moving.size(),
                        true,
                        result.definitions(),
                        rows)
                .limited(limit, moving.size());
    }

    private static long count(List<RowDifference> rows, Kind kind) {
        return rows.stream().filter(row -> row.kind() == kind).count();
    }
}
