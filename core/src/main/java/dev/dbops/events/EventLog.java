package dev.dbops.events;

import dev.dbops.OpsException;
import dev.dbops.OpsException.Kind;
import dev.dbops.postgres.Database;
import dev.dbops.postgres.OwnSchema;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The event log of a database: its identity, and the positions in it. {@link EventReader} reads its events. */
public final class EventLog {
    /** A log of an earlier version has no column log_oid. */
    private static final String IDENTITY = """
        SELECT log_id::text,
               system_identifier = (SELECT system_identifier FROM pg_control_system())
                   AND coalesce(database_oid = (SELECT oid FROM pg_database WHERE datname = current_database()), true)
                   AND coalesce((to_jsonb(m) ->> 'log_oid')::oid = 'dbops.event_log'::regclass::oid, true),
               EXISTS (SELECT FROM pg_attribute
                        WHERE attrelid = 'dbops.event_log'::regclass AND attname = 'packed' AND NOT attisdropped)
          FROM dbops.log_meta AS m
        """;

    private static final String NOW = "SELECT pg_current_snapshot()::text";

    private static final String IS_PAST = "SELECT clock_timestamp() >= ?";

    private static final String TICK_BEFORE =
            "SELECT snap::text FROM dbops.tick WHERE ts <= ? ORDER BY ts DESC LIMIT 1";

    /** Reads the sequence first, in a statement of its own: a snapshot taken later shows no less. */
    private static final String TICK = """
        INSERT INTO dbops.tick (ts, snap, seq)
        SELECT clock_timestamp(), pg_current_snapshot(), ?
         WHERE has_table_privilege('dbops.tick', 'INSERT')
           AND NOT EXISTS (SELECT FROM dbops.tick WHERE ts > clock_timestamp() - interval '10 s')
        """;

    private static final String LAST_SEQ = "SELECT last_value FROM dbops.event_seq";

    /**
     * Commits separately, waiting for the disk whatever the settings are. A setting of the transaction holds until it
     * has ended.
     */
    private static final String SECURE = """
        SELECT set_config('synchronous_commit', 'on', true)
          FROM pg_settings
         WHERE name = 'synchronous_commit' AND setting = 'off'
        UNION ALL
        SELECT pg_logical_emit_message(true, 'dbops', '')::text
        """;

    /** The latest pruned transaction: a consumer that protects the log by its position has read it. */
    private static final String IS_PRUNED =
            "SELECT coalesce(NOT pg_visible_in_snapshot(pruned, ?::pg_snapshot), false) FROM dbops.log_meta";

    private static final String IS_AHEAD =
            "SELECT pg_snapshot_xmax(?::pg_snapshot) > pg_snapshot_xmax(pg_current_snapshot())";

    /** The first row from the number on has the event, alone or as one of a pack, or the log does not have it. */
    private static final String IS_READ = """
        SELECT NOT ({unread})
          FROM (SELECT seq, xid, packed, wanted
                  FROM dbops.event_log, (SELECT ?::bigint AS wanted) AS event
                 WHERE seq >= wanted
                 ORDER BY seq
                 LIMIT 1) AS event
         WHERE seq - {count} < wanted
        """.replace("{count}", EventRows.COUNT);

    private final Database database;
    private final String id;

    private EventLog(Database database, String id) {
        this.database = database;
        this.id = id;
    }

    /**
     * Finds the log.
     *
     * @throws OpsException when the database has no log, or has a copy of another database's log
     */
    public static EventLog open(Database database) {
        var name = database.target().database();
        var hint = "install triggers, which creates it: db-ops triggers-install --table NAME";
        if (!OwnSchema.has(database, "event_log", "log_meta")) {
            throw new OpsException(Kind.FAILED, "database \"%s\" has no event log".formatted(name), hint);
        }
        record Identity(String id, boolean own, boolean current) {}
        var identities =
                database.query(IDENTITY, row -> new Identity(row.getString(1), row.getBoolean(2), row.getBoolean(3)));
        if (identities.isEmpty()) {
            throw new OpsException(
                    Kind.FAILED, "the event log of database \"%s\" has lost its id".formatted(name), hint);
        }
        if (!identities.getFirst().own()) {
            throw new OpsException(
                    Kind.FAILED,
                    "the event log of database \"%s\" is a copy of another database's, or was restored from a dump: positions in the original are not valid here"
                            .formatted(name),
                    "run db-ops triggers-install again, which gives the log an id of its own");
        }
        if (!identities.getFirst().current()) {
            throw new OpsException(
                    Kind.FAILED,
                    "the event log of database \"%s\" was created by an earlier version of db-ops".formatted(name),
                    "run db-ops triggers-install again, which updates the log and keeps its events");
        }
        return new EventLog(database, identities.getFirst().id());
    }

    /** The id of the log, a UUID. */
    public String id() {
        return id;
    }

    public Database database() {
        return database;
    }

    /** Returns whether the server ensures that all text is UTF-8 when it is read: not if the encoding is SQL_ASCII. */
    public boolean ensuresUtf8() {
        return ensuresUtf8(database);
    }

    /** The same for the database of a connection. */
    public static boolean ensuresUtf8(Database database) {
        return !"SQL_ASCII".equals(database.connection().getParameterStatus("server_encoding"));
    }

    /** The position before all events. */
    public Position beginning() {
        return Position.beginning(id);
    }

    /** The position after all events that are visible now. */
    public Position now() {
        return Position.after(id, database.query(NOW, row -> row.getString(1)).getFirst());
    }

    /**
     * Returns whether a time is past by the server's clock, which gives events their time. Without a time, it sends no
     * query.
     */
    public boolean isPast(Optional<Instant> time) {
        return time.isPresent()
                && database.query(
                                IS_PAST, row -> row.getBoolean(1), OffsetDateTime.ofInstant(time.get(), ZoneOffset.UTC))
                        .getFirst();
    }

    /** Returns a position that all events of that time and later follow. Earlier events may follow it too. */
    public Position before(Instant time) {
        var ticks =
                database.query(TICK_BEFORE, row -> row.getString(1), OffsetDateTime.ofInstant(time, ZoneOffset.UTC));
        return ticks.isEmpty() ? beginning() : Position.after(id, ticks.getFirst());
    }

    /** Returns the last number that the log has given out. */
    public long lastSeq() {
        return database.query(LAST_SEQ, row -> row.getLong(1)).getFirst();
    }

    /** Records what is visible now, unless that was done seconds ago or the role lacks the privilege. */
    public void tick() {
        database.execute(TICK, lastSeq());
    }

    /**
     * Returns when everything that a snapshot could show until now is on the server's disk.
     *
     * <p>Otherwise a crash of the server could undo transactions that were already delivered, if their commit does not
     * wait for the disk. It could also reuse the numbers of transactions that were rolled back, and their events would
     * then come before a position that was already reached.
     */
    public void secure() {
        database.query(SECURE, row -> true);
    }

    /**
     * Returns whether a reader has read an event when it has reached a position. Empty when the log does not have the
     * event: it was pruned, or is a read event.
     *
     * @param seq the number of the event
     */
    public Optional<Boolean> isRead(Position position, long seq) {
        List<Object> parameters = new ArrayList<>();
        var sql = IS_READ.replace("{unread}", UnreadEvents.condition(position, "wanted", parameters));
        parameters.add(seq);
        return database.query(sql, row -> row.getBoolean(1), parameters.toArray()).stream()
                .findFirst();
    }

    /**
     * Rejects a position if events after it were pruned: they would be missing without notice.
     *
     * @throws OpsException of kind REFUSED
     */
    public void requireWhole(Position position) {
        var reached = position.isBetweenWindows() ? position.from() : position.to();
        if (position.isBegun()
                && database.query(IS_PRUNED, row -> row.getBoolean(1), reached).getFirst()) {
            throw new OpsException(
                    Kind.REFUSED,
                    "events after the position were pruned from the log of database \"%s\""
                            .formatted(database.target().database()),
                    "copy the rows again, then begin with another --name; to continue without the pruned events, pass"
                            + " another --name and --from beginning");
        }
    }

    /**
     * Rejects a position that is not valid in this log.
     *
     * @throws OpsException of kind REFUSED
     */
    public void require(Position position) {
        if (!position.log().equals(id)) {
            throw new OpsException(
                    Kind.REFUSED,
                    "the position is one of event log %s, and the log of database \"%s\" is %s"
                            .formatted(position.log(), database.target().database(), id),
                    "check that it is the right database; begin a new consumer with another --name");
        }
        if (database.query(IS_AHEAD, row -> row.getBoolean(1), position.from()).getFirst()) {
            throw new OpsException(
                    Kind.REFUSED,
                    "the position is in the future of database \"%s\": the log was restored from a copy"
                            .formatted(database.target().database()),
                    "the target has events that the copy has lost: compare the two, then begin with another --name");
        }
    }
}
