package dev.dbops.doctor;

import dev.dbops.postgres.CatalogQuery;
import java.util.List;
import java.util.function.Function;

/**
 * One query of the catalogs, and the meaning of its answer.
 *
 * @param steps the steps that it answers
 * @param query the query
 * @param judgement derives the findings from the rows; runs no queries
 */
public record Check<T>(List<Step> steps, CatalogQuery<T> query, Function<List<T>, List<Finding>> judgement) {
    public Check {
        steps = List.copyOf(steps);
    }

    /** A query that answers one step. */
    public static <T> Check<T> of(Step step, CatalogQuery<T> query, Function<List<T>, Finding> judgement) {
        return new Check<>(List.of(step), query, rows -> List.of(judgement.apply(rows)));
    }
}
