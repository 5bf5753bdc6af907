package dev.dbops.compare;

import dev.dbops.compare.RowDifference.Kind;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Counts the rows that differ, and keeps the first of them. */
final class FoundRows {
    private final List<ComparedColumn> identity;
    private final int most;
    private final Map<Kind, Long> counts = new EnumMap<>(Kind.class);
    private final List<RowDifference> first = new ArrayList<>();

    /**
     * @param identity the columns that identify a row
     * @param most how many are kept
     */
    FoundRows(List<ComparedColumn> identity, int most) {
        this.identity = identity;
        this.most = most;
    }

    void add(Kind kind, HashedRow row) {
        if (row.count() == 0) {
            return;
        }
        counts.merge(kind, row.count(), Long::sum);
        if (first.size() < most) {
            Map<String, Optional<String>> key = new LinkedHashMap<>();
            for (var i = 0; i < identity.size(); i++) {
                key.put(identity.get(i).name(), row.identity().get(i));
            }
            first.add(new RowDifference(kind, key, List.of(), row.count()));
        }
    }

    long count(Kind kind) {
        return counts.getOrDefault(kind, 0L);
    }

    long total() {
        return counts.values().stream().mapToLong(Long::longValue).sum();
    }

    List<RowDifference> first() {
        return first;
    }
}
