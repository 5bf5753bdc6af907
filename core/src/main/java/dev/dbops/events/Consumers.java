package dev.dbops.events;

import dev.dbops.OpsException;
import dev.dbops.OpsException.Kind;
import dev.dbops.postgres.Database;
import java.util.List;
import java.util.Optional;

/**
 * Who reads the log, and how far each is, as the source knows it. For a sink that keeps its position itself this is a
 * report, which may lag behind; for the others it is the position.
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

    /** All of them. */
    public List<Consumer> list() {
        return database.query(LIST, Consumers::read);
    }

    /** The consumer of that name. */
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

    /** Enters a new consumer; one of that name that is there stays as it is. */
    public void begin(String name, String sink, String filter, Position position) {
        database.execute(BEGIN, name, sink, filter, position.toString());
    }

    /**
     * Moves a consumer's position, which is that of its sink.
     *
     * @throws OpsException of kind REFUSED when it is not where it was: somebody else replays under that name
     */
    public void advance(String name, Position from, Position to) {
        if (database.query(ADVANCE, row -> true, to.toString(), name, from.toString())
                .isEmpty()) {
            throw moved(name);
        }
    }

    /** The failure of a consumer whose position somebody else has moved. */
    public static OpsException moved(String name) {
        return new OpsException(
                Kind.REFUSED,
                "consumer \"%s\" is being replayed by somebody else, or was forgotten".formatted(name),
                "one replay at a time for a name: give this one another --name, or end the other");
    }

    /**
     * Notes down where a sink is that keeps its position itself.
     *
     * @throws OpsException of kind REFUSED when it was forgotten: the log is not kept for it any more
     */
    public void report(String name, String sink, Position position) {
        if (database.query(REPORT, row -> true, sink, position.toString(), name).isEmpty()) {
            throw moved(name);
        }
    }

    /**
     * Forgets a consumer, so that the log is not kept for it.
     *
     * @return whether there was one
     */
    public boolean forget(String name) {
        return !database.query(FORGET, row -> true, name).isEmpty();
    }
}
