package dev.dbops.events.snapshot;

import dev.dbops.events.FollowerPace;
import dev.dbops.postgres.Database;
import java.util.function.Consumer;

/**
 * Waits until all transactions that were open at a certain time have ended. The changes of a transaction that begins later
 * have numbers that are greater than those taken until then.
 */
final class OlderTransactions {
    private static final long NANOS_UNTIL_TOLD = 3_000_000_000L;

    private static final String NEXT = "SELECT pg_snapshot_xmax(pg_current_snapshot())::text";

    private static final String ARE_OVER = "SELECT pg_snapshot_xmin(pg_current_snapshot()) >= ?::xid8";

    /** The oldest. Both views have 32 bits of an ID. */
    private static final String OLDEST = """
        SELECT sentence
          FROM (SELECT age(backend_xid) AS age,
                       format('process %s of role "%s" in database "%s" (since %s); to end it: db-ops sessions --terminate %1$s',
                              pid, usename, datname, to_char(xact_start AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS UTC'))
                  FROM pg_stat_activity
                 WHERE backend_xid IS NOT NULL
                 UNION ALL
                SELECT age(transaction),
                       format('the prepared transaction %s of role "%s" in database "%s" (since %s); to end it: COMMIT PREPARED or ROLLBACK PREPARED',
                              quote_literal(gid), owner, database, to_char(prepared AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS UTC'))
                  FROM pg_prepared_xacts) AS open (age, sentence)
         ORDER BY age DESC
         LIMIT 1
        """;

    private OlderTransactions() {}

    /**
     * Waits.
     *
     * @param notes takes a sentence if it takes long
     */
    static void await(Database database, Consumer<String> notes) throws InterruptedException {
        var next = database.query(NEXT, row -> row.getString(1)).getFirst();
        var polling = FollowerPace.reconnecting();
        var start = System.nanoTime();
        var told = false;
        while (!database.query(ARE_OVER, row -> row.getBoolean(1), next).getFirst()) {
            if (!told && System.nanoTime() - start > NANOS_UNTIL_TOLD) {
                told = true;
                database.query(OLDEST, row -> row.getString(1))
                        .forEach(oldest -> notes.accept("the snapshot waits for an older transaction: " + oldest));
            }
            polling.again();
        }
    }
}
