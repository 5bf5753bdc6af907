package dev.dbops.doctor;

import dev.dbops.postgres.CatalogQuery;
import java.util.List;
import java.util.function.Function;

/**
 * One question to the catalogs, and what its answer means.
 *
 * @param steps what it answers
 * @param query the question
 * @param judgement makes the findings of the rows; asks nobody
 */
public record Check<T>(List<Step> steps, CatalogQuery<T> query, Function<List<T>, List<Finding>> judgement) {
    public Check {
        steps = List.copyOf(steps);
    }

    /** A question that answers one step. */
    public static <T> Check<T> of(Step step, CatalogQuery<T> query, Function<List<T>, Finding> judgement) {
        return new Check<>(List.of(step), query, rows -> List.of(judgement.apply(rows)));
    }
}
