package dev.dbops.events.replay.postgres;

import dev.dbops.OpsException;
import dev.dbops.OpsException.Kind;
import dev.dbops.events.Consumers;
import dev.dbops.events.Position;
import dev.dbops.postgres.Database;
import dev.dbops.postgres.OwnSchema;
import dev.dbops.postgres.OwnSchemaLock;
import dev.dbops.postgres.SqlErrors;
import java.sql.SQLException;
import java.util.List;

/**
 * The progress of a replay, kept in the target next to the rows that it wrote. Each commit of changes also moves the
 * position, and only from its expected value.
 */
public final class Checkpoints {
    /** IF NOT EXISTS would require a privilege that a role with an existing schema does not need. */
    private static final String HAS_SCHEMA = "SELECT to_regnamespace('dbops') IS NOT NULL";

    private static final String CREATE_SCHEMA = "CREATE SCHEMA dbops";

    private static final String CREATE = """
        CREATE TABLE IF NOT EXISTS dbops.checkpoint (
            log_id uuid,
            consumer text,
            worker int,
            workers int NOT NULL,
            position text NOT NULL,
            updated_at timestamptz NOT NULL DEFAULT clock_timestamp(),
            PRIMARY KEY (log_id, consumer, worker)
        );
        COMMENT ON TABLE dbops.checkpoint IS 'how far db-ops events-replay is, of which log'
        """;

    private static final String FIND = """
        SELECT worker, workers, position
          FROM dbops.checkpoint
         WHERE log_id = ?::uuid AND consumer = ?
         ORDER BY worker
        """;

    private static final String CONSUMERS =
            "SELECT DISTINCT consumer FROM dbops.checkpoint WHERE log_id = ?::uuid ORDER BY consumer";

    /** After a lost connection, the server may still be processing a commit, which holds locks on these rows. */
    private static final String AWAIT =
            "SELECT FROM dbops.checkpoint WHERE log_id = ?::uuid AND consumer = ? FOR UPDATE";

    /** Blocks other sessions while the number of workers changes. */
    private static final String LOCK = "LOCK TABLE dbops.checkpoint IN SHARE ROW EXCLUSIVE MODE";

    private static final String REMOVE = "DELETE FROM dbops.checkpoint WHERE log_id = ?::uuid AND consumer = ?";

    private static final String ADD = """
        INSERT INTO dbops.checkpoint (log_id, consumer, worker, workers, position)
        SELECT ?::uuid, ?, worker, ?, ? FROM generate_series(0, ? - 1) AS worker
        """;

    /** Runs deferred checks before the commit: if one fails, no worker has committed. */
    static final String CHECK = "SET CONSTRAINTS ALL IMMEDIATE";

    /** The check may run triggers of the target under the session's own search path, so all names are qualified. */
    private static final String ADVANCE = CHECK + """
        ;
        UPDATE dbops.checkpoint
           SET position = ?, updated_at = pg_catalog.clock_timestamp()
         WHERE log_id OPERATOR(pg_catalog.=) ?::pg_catalog.uuid
           AND consumer OPERATOR(pg_catalog.=) ?
           AND worker OPERATOR(pg_catalog.=) ?
           AND position OPERATOR(pg_catalog.=) ?
        """;

    private final String log;
    private final String consumer;

    public Checkpoints(String log, String consumer) {
        this.log = log;
        this.consumer = consumer;
    }

    /**
     * The position of one worker.
     *
     * @param workers the number of workers that share the work
     */
    public record Checkpoint(int worker, int workers, Position position) {
        Checkpoint at(Position other) {
            return new Checkpoint(worker, workers, other);
        }
    }

    /** Returns the consumers of a log that have a position in the target. */
    public static List<String> consumers(Database database, String log) {
        return OwnSchema.has(database, "checkpoint")
                ? database.query(CONSUMERS, row -> row.getString(1), log)
                : List.of();
    }

    /** Same as {@link #read}, after all running commits of the positions have ended. */
    List<Checkpoint> settled(Database database) {
        if (OwnSchema.has(database, "checkpoint")) {
            database.query(AWAIT, row -> true, log, consumer);
        }
        return read(database);
    }

    /** Returns the checkpoints of all workers; empty when the replay is new in this target. */
    public List<Checkpoint> read(Database database) {
        return OwnSchema.has(database, "checkpoint")
                ? database.query(
                        FIND,
                        row -> new Checkpoint(row.getInt(1), row.getInt(2), Position.parse(row.getString(3))),
                        log,
                        consumer)
                : List.of();
    }

    /**
     * Gives each worker a checkpoint, in the open transaction. Creates the table if it does not exist.
     *
     * @param expected the result of {@link #read}
     */
    void divide(Database database, List<Checkpoint> expected, Position position, int workers) {
        if (!OwnSchema.has(database, "checkpoint")) {
            create(database);
        }
        database.execute(LOCK);
        if (!read(database).equals(expected)) {
            throw Consumers.moved(consumer);
        }
        database.execute(REMOVE, log, consumer);
        database.execute(ADD, log, consumer, workers, position.toString(), workers);
    }

    private static void create(Database database) {
        try {
            OwnSchemaLock.take(database);
            if (!database.query(HAS_SCHEMA, row -> row.getBoolean(1)).getFirst()) {
                database.execute(CREATE_SCHEMA);
            }
            database.execute(CREATE);
        } catch (OpsException e) {
            throw e.serverError()
                            .filter(error -> error.sqlState().equals("42501"))
                            .isEmpty()
                    ? e
                    : new OpsException(
                            Kind.SQL,
                            "role \"%s\" may not create the table in which the replay keeps its position: %s"
                                    .formatted(database.target().user(), e.getMessage()),
                            "as the owner of the target: CREATE SCHEMA dbops AUTHORIZATION the_role",
                            e);
        }
    }

    /** Moves a worker's position, in the open transaction. */
    public void advance(Database database, int worker, Position from, Position to) {
        try (var statement = database.connection().prepareStatement(ADVANCE)) {
            statement.setString(1, to.toString());
            statement.setString(2, log);
            statement.setString(3, consumer);
            statement.setInt(4, worker);
            statement.setString(5, from.toString());
            statement.execute();
            statement.getMoreResults();
            if (statement.getUpdateCount() != 1) {
                throw Consumers.moved(consumer);
            }
        } catch (SQLException e) {
            throw SqlErrors.translate(e);
        }
    }
}
