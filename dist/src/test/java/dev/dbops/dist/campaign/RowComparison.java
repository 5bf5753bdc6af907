package dev.dbops.dist.campaign;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Compares the rows of source and target: the text of every column, to the letter. */
final class RowComparison {
    private static final int SHOWN_ROWS = 6;
    private static final int SHOWN_CHARACTERS = 600;

    private final Side source;
    private final Side target;
    private int rows;

    RowComparison(Side source, Side target) {
        this.source = source;
        this.target = target;
    }

    /** The number of rows that were the same. */
    int rows() {
        return rows;
    }

    void compare(List<Table> tables) {
        var differences = new ArrayList<String>();
        for (var table : tables) {
            compare(table, differences);
        }
        if (!differences.isEmpty()) {
            throw new Difference(String.join("\n", differences));
        }
    }

    private void compare(Table table, List<String> differences) {
        var query = "SELECT %s FROM %s%s"
                .formatted(
                        table.columns().stream()
                                .map(column -> column.name() + "::pg_catalog.text")
                                .collect(Collectors.joining(", ")),
                        table.partitioned() ? "" : "ONLY ",
                        table.name());
        Map<List<String>, Integer> counts = new HashMap<>();
        var there = source.rows(query);
        there.forEach(row -> counts.merge(row, 1, Integer::sum));
        target.rows(query).forEach(row -> counts.merge(row, -1, Integer::sum));
        counts.values().removeIf(count -> count == 0);
        if (counts.isEmpty()) {
            rows += there.size();
            return;
        }
        differences.add("table %s (%s) differs in %d row(s)"
                .formatted(
                        table.name(),
                        table.columns().stream().map(Table.Column::name).collect(Collectors.joining(", ")),
                        counts.size()));
        counts.entrySet().stream()
                .sorted((one, other) ->
                        one.getKey().toString().compareTo(other.getKey().toString()))
                .limit(SHOWN_ROWS)
                .forEach(entry ->
                        differences.add((entry.getValue() > 0 ? "  only in the source: " : "  only in the target: ")
                                + shown(entry.getKey())));
    }

    private static String shown(List<String> row) {
        var text = row.toString();
        return text.length() <= SHOWN_CHARACTERS ? text : text.substring(0, SHOWN_CHARACTERS) + " ...";
    }
}
