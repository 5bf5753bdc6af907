package dev.dbops.events.inbox;

import dev.dbops.events.replay.postgres.TargetTransaction;
import dev.dbops.postgres.ConnectionPool;
import dev.dbops.postgres.OwnSchema;
import java.time.Duration;

/**
 * Forgets the last events of rows that have not changed for long, a part of the table at a time: so the inbox has the
 * rows that changed lately, and not all that ever did.
 *
 * <p>An event that arrives later than that is refused if its row is forgotten: it could be older than the row.
 */
public final class InboxPruning {
    /** Of 8 KB each: some ten thousand keys, in some milliseconds. */
    private static final int PAGES = 200;

    /** The parts are chosen by chance, so that no session needs to know where others have been. */
    private static final String FIRST_PAGE = """
        SELECT floor(random() * greatest(1, pg_relation_size('dbops.received')
                                            / current_setting('block_size')::int - ? + 1))::bigint
        """;

    private static final String FORGET = """
        WITH forgotten AS (
            DELETE FROM dbops.received
             WHERE ctid >= '({first},0)' AND ctid < '({last},0)' AND received_at < now() - make_interval(secs => ?)
            RETURNING table_id, seq
        ), last AS (
            SELECT table_id, max(seq) AS seq, count(*) AS keys FROM forgotten GROUP BY table_id
        ), noted AS (
            UPDATE dbops.received_table AS t
               SET pruned = greatest(t.pruned, last.seq)
              FROM last
             WHERE t.id = last.table_id
        )
        SELECT coalesce(sum(keys), 0) FROM last
        """;

    private final Duration memory;

    /**
     * @param memory the time after which a row's last event is forgotten: longer than any event may be on its way
     */
    public InboxPruning(Duration memory) {
        this.memory = memory;
    }

    /**
     * Forgets in one part of the table.
     *
     * @param pool connections to the target, of which one is used
     * @param limit the longest time of a statement
     * @return the number of forgotten keys
     * @throws InterruptedException when the thread is interrupted while it waits for a connection
     */
    public long forget(ConnectionPool pool, Duration limit) throws InterruptedException {
        try (var lease = pool.begin(InboxTransaction.limit(limit))) {
            var database = lease.database();
            if (!OwnSchema.has(database, "received", "received_table")) {
                return 0;
            }
            var first = database.query(FIRST_PAGE, row -> row.getLong(1), PAGES).getFirst();
            var sql = FORGET.replace("{first}", Long.toString(first)).replace("{last}", Long.toString(first + PAGES));
            var keys = database.query(sql, row -> row.getLong(1), memory.toSeconds())
                    .getFirst();
            TargetTransaction.commit(database);
            return keys;
        }
    }
}
