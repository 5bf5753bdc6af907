package dev.dbops.compare;

import dev.dbops.events.NameMap;
import dev.dbops.postgres.TableName;
import java.time.Duration;
import java.util.List;

/**
 * The tables and rows to compare, and the limits of a comparison.
 *
 * @param tables the tables of the source; empty for all
 * @param names the names that tables have in the target
 * @param where the condition for the rows of both sides, in SQL; empty for all rows
 * @param limit how many differing rows of a table are listed, at least 0
 * @param jobs how many tables are compared at once, at least 1
 * @param strong whether rows are compared by SHA-256
 * @param waitLimit how long rows that differ are compared again; zero for never
 * @param consumer the consumer that delivers the events of the source to the target; empty to find it
 */
public record CompareOptions(
        List<TableName> tables,
        NameMap names,
        String where,
        int limit,
        int jobs,
        boolean strong,
        Duration waitLimit,
        String consumer) {
    public CompareOptions {
        tables = List.copyOf(tables);
    }
}
