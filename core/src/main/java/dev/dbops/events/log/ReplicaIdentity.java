package dev.dbops.events.log;

import dev.dbops.postgres.Database;

/**
 * The replica identity of the log's tables. If a publication contains a table without one, such as a publication FOR
 * ALL TABLES of a Debezium connector, the server refuses to delete and update its rows (PostgreSQL documentation,
 * Publication).
 */
final class ReplicaIdentity {
    private static final String LACKING = """
        SELECT c.relname
          FROM pg_class AS c
         WHERE c.relnamespace = 'dbops'::regnamespace
           AND c.relkind = 'r'
           AND c.relreplident = 'd'
           AND NOT EXISTS (SELECT FROM pg_index AS i WHERE i.indrelid = c.oid AND i.indisprimary)
         ORDER BY c.relname
        """;

    /** One statement, so that the limit also applies outside of a transaction. */
    private static final String ENSURE = """
        DO $identity$
        DECLARE
            log_table name;
        BEGIN
            PERFORM set_config('lock_timeout', '5s', true);
            FOR log_table IN
                {lacking}
            LOOP
                EXECUTE format('ALTER TABLE dbops.%I REPLICA IDENTITY FULL', log_table);
            END LOOP;
        END
        $identity$
        """.replace("{lacking}", LACKING.strip());

    private ReplicaIdentity() {}

    /** Returns whether every table has one. */
    static boolean isComplete(Database database) {
        return database.query(LACKING, row -> true).isEmpty();
    }

    /**
     * Gives each table without a primary key the identity FULL, which costs only what deletes and updates its rows.
     *
     * @throws dev.dbops.OpsException when another transaction holds a lock on a table for more than five seconds
     */
    static void ensure(Database database) {
        database.execute(ENSURE);
    }
}
