package dev.dbops.events.replay;

import dev.dbops.events.Event;
import dev.dbops.events.EventLog;
import dev.dbops.events.EventRows;
import dev.dbops.events.Position;
import dev.dbops.postgres.Database;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** The dead letters: events that a sink refused, stored in the source. */
public final class DeadLetters {
    /**
     * Copies the event from the log itself, so that the dead letter has the original. No row that contains the event
     * has a lower seq.
     */
    private static final String ADD = """
        INSERT INTO dbops.dead_letter (consumer, seq, position, event, error)
        SELECT ?, event.seq, ?, to_jsonb(event), ?
          FROM (SELECT e.seq, l.xid, l.ts, l.schema_name, l.table_name, l.op, e.key, e.before, e.after, l.origin
                  FROM (SELECT * FROM dbops.event_log WHERE seq >= ? ORDER BY seq LIMIT 1) AS l
                {unpacked}
                 WHERE e.seq = ?) AS event
            ON CONFLICT (consumer, seq) DO UPDATE SET error = excluded.error, failed_at = clock_timestamp()
        """.replace("{unpacked}", EventRows.UNPACKED);

    /** A row that was read is not in the log. */
    private static final String ADD_ROW = """
        INSERT INTO dbops.dead_letter (consumer, seq, position, event, error)
        SELECT ?, event.seq, ?, to_jsonb(event), ?
          FROM (SELECT ?::bigint AS seq, ?::text AS xid, timestamptz 'epoch' + ? * interval '1 microsecond' AS ts,
                       ?::text AS schema_name, ?::text AS table_name, ?::text AS op, nullif(?, '')::jsonb AS key,
                       NULL AS before, nullif(?, '')::jsonb AS after, NULL AS origin) AS event
            ON CONFLICT (consumer, seq) DO UPDATE SET error = excluded.error, failed_at = clock_timestamp()
        """;

    private static final String SELECT = """
        SELECT d.consumer, d.position, d.failed_at, d.error, {columns}
          FROM dbops.dead_letter AS d
         CROSS JOIN LATERAL jsonb_populate_record(NULL::dbops.event_log, d.event) AS l
         CROSS JOIN LATERAL (SELECT d.seq, l.key, {images}) AS e (seq, key, before, after)
         WHERE {condition}
        """;

    private static final String WITHOUT_IMAGES = "NULL::jsonb, NULL::jsonb";
    private static final String WITH_IMAGES = "l.before, l.after";
    private static final String ALL = "? IN ('', d.consumer) ORDER BY d.consumer, d.seq";
    private static final String OF_NUMBERS =
            "? IN ('', d.consumer) AND d.seq = ANY (?::bigint[]) ORDER BY d.consumer, d.seq";
    private static final String ONE = "d.consumer = ? AND d.seq = ?";

    private static final String REFUSE =
            "UPDATE dbops.dead_letter SET error = ?, failed_at = clock_timestamp() WHERE consumer = ? AND seq = ?";

    private static final String REMOVE = """
        WITH removed AS (
            DELETE FROM dbops.dead_letter AS d
             USING unnest(?::text[], ?::bigint[]) AS chosen (consumer, seq)
             WHERE d.consumer = chosen.consumer AND d.seq = chosen.seq
            RETURNING true
        )
        SELECT count(*) FROM removed
        """;

    private static final String REMOVE_ONE = "DELETE FROM dbops.dead_letter WHERE consumer = ? AND seq = ?";

    private final Database database;
    private final String columns;

    public DeadLetters(EventLog log) {
        this.database = log.database();
        this.columns = EventRows.columns(log.ensuresUtf8());
    }

    /**
     * Stores a dead letter. Storing it again is harmless.
     *
     * @param event the event, with the table's name in the source
     */
    void add(String consumer, Event event, Position position, String error) {
        if (event.isRead()) {
            database.execute(
                    ADD_ROW,
                    consumer,
                    position.toString(),
                    error,
                    event.seq(),
                    event.xid(),
                    event.micros(),
                    event.schema(),
                    event.table(),
                    String.valueOf(event.operation().letter()),
                    event.key(),
                    event.after());
            return;
        }
        database.execute(ADD, consumer, position.toString(), error, event.seq(), event.seq());
    }

    /**
     * Returns the dead letters, ordered by consumer and seq, without the images of their rows.
     *
     * @param consumer the name of their consumer; empty for all consumers
     */
    public List<DeadLetter> list(String consumer) {
        return database.query(select(WITHOUT_IMAGES, ALL), DeadLetters::read, consumer);
    }

    /**
     * The same for the dead letters of these numbers, as far as there are some.
     *
     * @param seqs the numbers of the events
     */
    public List<DeadLetter> list(String consumer, Collection<Long> seqs) {
        return database.query(select(WITHOUT_IMAGES, OF_NUMBERS), DeadLetters::read, consumer, numbers(seqs));
    }

    /** Returns the number of dead letters by consumer. */
    public SortedMap<String, Long> counts() {
        var counts = new TreeMap<String, Long>();
        database.query(
                "SELECT consumer, count(*) FROM dbops.dead_letter GROUP BY consumer",
                row -> counts.put(row.getString(1), row.getLong(2)));
        return counts;
    }

    /** Returns the whole dead letter; empty when it was removed. */
    public Optional<DeadLetter> find(String consumer, long seq) {
        return find(ONE, consumer, seq);
    }

    /** The same, locked until the end of the open transaction, after other transactions with it have ended. */
    public Optional<DeadLetter> lock(String consumer, long seq) {
        return find(ONE + " FOR UPDATE OF d", consumer, seq);
    }

    private Optional<DeadLetter> find(String condition, String consumer, long seq) {
        return database.query(select(WITH_IMAGES, condition), DeadLetters::read, consumer, seq).stream()
                .findFirst();
    }

    /** Stores why it was refused again. */
    public void refuse(String consumer, long seq, String error) {
        database.execute(REFUSE, error, consumer, seq);
    }

    /** Removes a dead letter. */
    public void remove(String consumer, long seq) {
        database.execute(REMOVE_ONE, consumer, seq);
    }

    /**
     * Removes these dead letters.
     *
     * @return the number of dead letters that were still there
     */
    public long remove(List<DeadLetter> letters) {
        return database.query(
                        REMOVE,
                        row -> row.getLong(1),
                        letters.stream().map(DeadLetter::consumer).toArray(String[]::new),
                        numbers(letters.stream().map(DeadLetter::seq).toList()))
                .getFirst();
    }

    private static long[] numbers(Collection<Long> seqs) {
        return seqs.stream().mapToLong(Long::longValue).toArray();
    }

    private String select(String images, String condition) {
        return SELECT.replace("{columns}", columns).replace("{images}", images).replace("{condition}", condition);
    }

    private static DeadLetter read(ResultSet row) throws SQLException {
        return new DeadLetter(
                row.getString(1),
                EventRows.read(row, 5),
                row.getString(2),
                row.getObject(3, OffsetDateTime.class).toInstant(),
                row.getString(4));
    }
}
