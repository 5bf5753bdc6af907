package dev.dbops.events;

import dev.dbops.OpsException;
import dev.dbops.OpsException.Kind;
import dev.dbops.postgres.Database;
import java.util.List;
import java.util.Optional;

/**
 * The consumers of the log and their progress, as the source knows it. If the sink keeps its position itself, this is a
 * report and may lag; otherwise it is the position.
 */
public final class Consumers {
    private static final String LIST = """
        SELECT name, sink, filter, position, extract(epoch FROM clock_timestamp() - updated_at)::float8
          FROM dbops.consumer
         ORDER BY name
        """;

    private static final String FIND = """
        SELECT name, sink, filter, position, extract(epoch FROM clock_timestamp() - updated_at)::float8
          FROM dbops.consumer
         WHERE name = ?
        """;

    private static final String BEGIN =
            "INSERT INTO dbops.consumer (name, sink, filter, position) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING";

    private static final String ADVANCE = """
        UPDATE dbops.consumer
           SET position = ?, updated_at = clock_timestamp()
         WHERE name = ? AND position = ?
        RETURNING true
        """;

    private static final String REPORT = """
        UPDATE dbops.consumer
           SET sink = ?, position = ?, updated_at = clock_timestamp()
         WHERE name = ?
        RETURNING true
        """;

    private static final String FORGET = "DELETE FROM dbops.consumer WHERE name = ? RETURNING true";

    private final Database database;

    public Consumers(Database database) {
        this.database = database;
    }

    /** Returns all consumers. */
    public List<Consumer> list() {
        return database.query(LIST, Consumers::read);
    }

    /** Returns the consumer of that name. */
    public Optional<Consumer> find(String name) {
        return database.query(FIND, Consumers::read, name).stream().findFirst();
    }

    private static Consumer read(java.sql.ResultSet row) throws java.sql.SQLException {
        return new Consumer(
                row.getString(1),
                row.getString(2),
                row.getString(3),
                Position.parse(row.getString(4)),
                row.getDouble(5));
    }

    /** Registers a new consumer. An existing consumer of that name is not changed. */
    public void begin(String name, String sink, String filter, Position position) {
        database.execute(BEGIN, name, sink, filter, position.toString());
    }

    /**
     * Moves a consumer's position, which is also that of its sink.
     *
     * @throws OpsException of kind REFUSED when the position has changed: another process replays under that name
     */
    public void advance(String name, Position from, Position to) {
        if (database.query(ADVANCE, row -> true, to.toString(), name, from.toString())
                .isEmpty()) {
            throw moved(name);
        }
    }

    /** The failure of a consumer whose position another process has moved. */
    public static OpsException moved(String name) {
        return new OpsException(
                Kind.REFUSED,
                "consumer \"%s\" is being replayed by another process, or was removed".formatted(name),
                "only one replay can run under a name: pass another --name, or end the other replay");
    }

    /**
     * Records the position of a sink that keeps its position itself.
     *
     * @throws OpsException of kind REFUSED when the consumer was deleted: the log is no longer kept for it
     */
    public void report(String name, String sink, Position position) {
        if (database.query(REPORT, row -> true, sink, position.toString(), name).isEmpty()) {
            throw moved(name);
        }
    }

    /**
     * Deletes a consumer, so that the log is no longer kept for it.
     *
     * @return whether the consumer existed
     */
    public boolean forget(String name) {
        return !database.query(FORGET, row -> true, name).isEmpty();
    }
}
