package dev.dbops.cli.events;

import dev.dbops.events.log.Retention;
import java.time.Instant;
import java.util.List;

/**
 * The result of events-prune, or the plan of a dry run.
 *
 * @param dropped the number of dropped partitions
 * @param deleted the number of rows deleted from the default partition
 * @param made the partitions that were created
 * @param forgotten the consumer that was removed; empty for none
 * @param partitions the partitions that are old enough
 */
record PruneResult(int dropped, long deleted, List<String> made, String forgotten, List<Row> partitions) {
    record Row(String name, Instant to, long events, long bytes, String fate) {}

    /** @param fate what becomes of a partition that no consumer needs */
    static PruneResult of(Retention.Plan plan, long deleted, List<String> made, String forgotten, String fate) {
        return new PruneResult(plan.free().size(), deleted, made, forgotten, rows(plan, fate));
    }

    private static List<Row> rows(Retention.Plan plan, String fate) {
        return plan.partitions().stream()
                .map(candidate -> new Row(
                        candidate.partition().name(),
                        candidate.partition().to().get(),
                        candidate.partition().events(),
                        candidate.partition().bytes(),
                        candidate
                                .consumer()
                                .map(consumer -> "kept for " + consumer)
                                .orElse(fate)))
                .toList();
    }

    String sentence(boolean dryRun) {
        return "%s %d partition(s), deleted %d further event(s), made %d partition(s)%s"
                .formatted(
                        dryRun ? "would have dropped" : "dropped",
                        dropped,
                        deleted,
                        made.size(),
                        forgotten.isEmpty() ? "" : ", forgot consumer \"%s\"".formatted(forgotten));
    }
}
