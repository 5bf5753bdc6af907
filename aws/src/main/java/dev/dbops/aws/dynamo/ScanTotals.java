package dev.dbops.aws.dynamo;

import java.util.Locale;

/**
 * The totals of a scan.
 *
 * @param items the number of items
 * @param requests the number of requests, one for each page
 * @param capacity the read capacity units that they consumed
 */
public record ScanTotals(long items, int requests, double capacity) {
    static final ScanTotals NONE = new ScanTotals(0, 0, 0);

    ScanTotals plus(int more, double consumed) {
        return new ScanTotals(items + more, requests + 1, capacity + consumed);
    }

    /** The totals as a sentence. */
    @Override
    public String toString() {
        return "%d item%s in %d request%s; consumed capacity: %s read units"
                .formatted(
                        items,
                        items == 1 ? "" : "s",
                        requests,
                        requests == 1 ? "" : "s",
                        String.format(Locale.ROOT, "%.1f", capacity));
    }
}
