package dev.dbops.events.replay;

import dev.dbops.OpsException;
import dev.dbops.OpsException.Kind;
import dev.dbops.events.Event;
import dev.dbops.events.EventLog;
import dev.dbops.events.EventRows;
import dev.dbops.events.Position;
import dev.dbops.postgres.Database;
import dev.dbops.text.Utf8Text;
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
    private static final String AGAIN =
            "ON CONFLICT (consumer, seq) DO UPDATE SET error = excluded.error, failed_at = clock_timestamp() RETURNING"
                    + " seq";

    /**
     * Copies the event from the log itself, so that the dead letter has the original. No row that contains the event
     * has a lower seq.
     */
    private static final String ADD =
            """
            INSERT INTO dbops.dead_letter (consumer, seq, position, event, error)
            SELECT ?, event.seq, ?, to_jsonb(event), ?
              FROM (SELECT e.seq, l.xid, l.ts, l.schema_name, l.table_name, l.op, e.key, e.before, e.after, l.origin
                      FROM (SELECT * FROM dbops.event_log WHERE seq >= ? ORDER BY seq LIMIT 1) AS l
                    {unpacked}
                     WHERE e.seq = ?) AS event
            {again}
            """.replace("{unpacked}", EventRows.UNPACKED).replace("{again}", AGAIN);

    /**
     * The log does not have the row of a snapshot. The part that it was read with has the table's own name, and the
     * position is the snapshot: what this shows is not later than the row.
     */
    private static final String ADD_READ = """
        INSERT INTO dbops.dead_letter (consumer, seq, position, event, error)
        SELECT consumer, event.seq, ? || '/' || snap::text, to_jsonb(event), ?
          FROM dbops.snapshot_part
          JOIN dbops.snapshot_table USING (consumer, place)
         CROSS JOIN LATERAL (
               SELECT ?::bigint, 'epoch'::timestamptz + ?::bigint * interval '1 microsecond', schema_name, table_name,
                      'r', convert_from(?, ?)::jsonb, convert_from(?, ?)::jsonb, '0'
               ) AS event (seq, ts, schema_name, table_name, op, key, after, xid)
         WHERE consumer = ? AND number = ?
        {again}
        """.replace("{again}", AGAIN);

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
    private final String encoding;

    public DeadLetters(EventLog log) {
        this.database = log.database();
        this.columns = EventRows.columns(log.ensuresUtf8());
        this.encoding = log.ensuresUtf8() ? "UTF8" : "SQL_ASCII";
    }

    /**
     * Stores a dead letter. Storing it again is harmless.
     *
     * @throws OpsException of kind FAILED when the source does not have the event
     */
    void add(String consumer, Event event, Position position, String error) {
        var seq = event.seq();
        var stored = event.isOfSnapshot()
                ? addRead(consumer, event, position, error)
                : database.query(ADD, row -> true, consumer, position.toString(), error, seq, seq);
        if (stored.isEmpty()) {
            throw new OpsException(
                    Kind.FAILED,
                    "event %d was refused, and cannot be set aside because the source does not keep it: %s"
                            .formatted(seq, error),
                    "leave --on-error dead-letter out, and correct what the sink refuses");
        }
    }

    private List<Boolean> addRead(String consumer, Event event, Position position, String error) {
        var key = event.key().isEmpty() ? null : Utf8Text.encode(event.key());
        return database.query(
                ADD_READ,
                row -> true,
                position.log(),
                error,
                event.seq(),
                event.micros(),
                key,
                encoding,
                Utf8Text.encode(event.after()),
                encoding,
                consumer,
                position.read() + 1);
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
