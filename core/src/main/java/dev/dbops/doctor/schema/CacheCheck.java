package dev.dbops.doctor.schema;

import dev.dbops.doctor.Check;
import dev.dbops.doctor.Figures;
import dev.dbops.doctor.Finding;
import java.util.Locale;

/** The share of page reads that are served from the server's memory. */
public final class CacheCheck {
    private static final double GOOD = 0.95;

    /** With fewer page reads, the share is not meaningful: every page is read once. */
    private static final long ENOUGH = 100_000;

    private CacheCheck() {}

    /**
     * The counts.
     *
     * @param hits how many pages were in memory
     * @param reads how many pages had to be read
     */
    record Pages(long hits, long reads) {}

    static Check<Pages> check() {
        var query = SchemaSteps.query("cache.sql", row -> new Pages(row.getLong("hits"), row.getLong("reads")));
        return Check.of(SchemaSteps.CACHE, query, rows -> judge(rows.getFirst()));
    }

    /**
     * Returns whether the share is low, and of enough reads to be meaningful.
     *
     * @param hits how many pages were in memory
     * @param reads how many pages had to be read
     */
    public static boolean isPoor(long hits, long reads) {
        return reads >= ENOUGH && hits < GOOD * (hits + reads);
    }

    static Finding judge(Pages pages) {
        var all = pages.hits() + pages.reads();
        var share = all == 0 ? 1 : pages.hits() / (double) all;
        var message = String.format(Locale.ROOT, "%.1f %% of %s pages were in memory", share * 100, Figures.count(all));
        return isPoor(pages.hits(), pages.reads())
                ? SchemaSteps.CACHE.warning(
                        message,
                        "give the server more memory, raise shared_buffers, or add indexes where queries read whole"
                                + " tables")
                : SchemaSteps.CACHE.ok(message);
    }
}
