package dev.dbops.doctor.schema;

import dev.dbops.doctor.Check;
import dev.dbops.doctor.Figures;
import dev.dbops.doctor.Finding;
import dev.dbops.doctor.Remedy;
import java.time.Duration;
import java.util.List;

/** Large indexes that no query has used since the statistics began, and that enforce no constraint. */
final class UnusedIndexesCheck {
    private static final double DAY = 86_400;

    private UnusedIndexesCheck() {}

    /**
     * An index.
     *
     * @param days the age of the statistics
     * @param name its name; empty if there is none
     * @param bytes its size as of the last vacuum
     * @param total how many there are
     */
    record Unused(double days, String name, long bytes, long total) {
        private String describe() {
            return name + " (" + Figures.bytes(bytes) + ")";
        }
    }

    static Check<Unused> check(Duration statisticsAge) {
        var query = SchemaSteps.query(
                "unused-indexes.sql",
                row -> new Unused(
                        row.getDouble("days"), row.getString("name"), row.getLong("bytes"), row.getLong("total")));
        return Check.of(SchemaSteps.UNUSED_INDEXES, query, rows -> judge(rows, statisticsAge));
    }

    static Finding judge(List<Unused> rows, Duration statisticsAge) {
        var first = rows.getFirst();
        if (first.days() * DAY < statisticsAge.toSeconds()) {
            return SchemaSteps.UNUSED_INDEXES.skipped("the server has counted for %s only; it takes %s"
                    .formatted(Figures.time(first.days() * DAY), Figures.time(statisticsAge)));
        }
        if (first.name().isEmpty()) {
            return SchemaSteps.UNUSED_INDEXES.ok(
                    "each of over 1 MB was used in the last %s".formatted(Figures.time(first.days() * DAY)));
        }
        var names = rows.stream().map(Unused::describe).toList();
        return SchemaSteps.UNUSED_INDEXES.warning(
                "not used on this server in %s: %s"
                        .formatted(Figures.time(first.days() * DAY), Figures.names(names, first.total())),
                Remedy.of("if no replica needs it either: `DROP INDEX CONCURRENTLY %s`", first.name()));
    }
}
