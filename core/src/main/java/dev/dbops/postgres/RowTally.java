package dev.dbops.postgres;

import java.util.Optional;

/**
 * The number of rows in a database, which are lost when it is dropped.
 *
 * @param rows the exact number
 * @param later how many of them were written after a certain transaction
 */
public record RowTally(long rows, long later) {
    /** Leaf tables: the rows of a partitioned table are those of its partitions. The event log of db-ops counts too. */
    private static final String TABLES = """
        SELECT pg_catalog.format('%I.%I', n.nspname, c.relname)
          FROM pg_catalog.pg_class c
          JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
         WHERE c.relkind = 'r'
           AND c.relpersistence <> 't'
           AND n.nspname NOT IN ('pg_catalog', 'information_schema')
           AND n.nspname NOT LIKE 'pg\\_%'
        """;

    /** A row's xmin is the transaction that inserted it or last changed it, even after VACUUM has frozen it. */
    private static final String COUNT =
            "SELECT count(*), count(*) FILTER (WHERE age(xmin) < age(%s::xid8::xid)) FROM ONLY %s";

    private static final String NOW = "SELECT pg_current_xact_id()::text";

    /** A lock on a table must not block the query for long. */
    private static final String PATIENCE = "SET lock_timeout = '2s'";

    private static final String LITTLE_TIME = "SET statement_timeout = '3s'";

    /**
     * Counts the rows.
     *
     * @param transaction the ID that {@link #now} returned earlier; empty when none is known: then all rows count as
     *     later
     * @throws dev.dbops.OpsException when a table is locked or cannot be read
     */
    public static RowTally of(Database database, Optional<String> transaction) {
        database.execute(PATIENCE);
        var tables = database.query(TABLES, row -> row.getString(1));
        if (tables.isEmpty()) {
            return new RowTally(0, 0);
        }
        var since = database.quoteLiteral(transaction.orElse("0"));
        var counts = String.join(
                " UNION ALL ",
                tables.stream().map(table -> COUNT.formatted(since, table)).toList());
        var tally = database.query(
                        "SELECT sum(c.rows), sum(c.later) FROM (" + counts + ") AS c (rows, later)",
                        row -> new RowTally(row.getLong(1), row.getLong(2)))
                .getFirst();
        return transaction.isPresent() ? tally : new RowTally(tally.rows(), tally.rows());
    }

    /**
     * Counts the rows of a database that may be large.
     *
     * @throws dev.dbops.OpsException also when that takes longer than a few seconds
     */
    public static long quickly(Database database) {
        database.execute(LITTLE_TIME);
        return of(database, Optional.empty()).rows();
    }

    /** The ID of a transaction that begins and ends now: rows that were written before are not later. */
    public static String now(Database database) {
        return database.query(NOW, row -> row.getString(1)).getFirst();
    }
}
