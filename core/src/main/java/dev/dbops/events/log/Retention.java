package dev.dbops.events.log;

import dev.dbops.OpsException;
import dev.dbops.OpsException.Kind;
import dev.dbops.events.Consumer;
import dev.dbops.events.Consumers;
import dev.dbops.events.EventLog;
import dev.dbops.events.UnreadEvents;
import dev.dbops.postgres.Database;
import dev.dbops.postgres.Transaction;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Removes old events that every consumer has read. It drops whole partitions. From the default partition it deletes
 * rows, since a day whose rows are there cannot get a partition.
 */
public final class Retention {
    /** Writers wait as long as this lock does: too short to be noticed. */
    private static final String LOCK =
            "SET LOCAL lock_timeout = '2s'; LOCK TABLE dbops.event_log IN ACCESS EXCLUSIVE MODE";

    /** No consumer is added or removed while the positions are checked. */
    private static final String LOCK_CONSUMERS =
            "SET LOCAL lock_timeout = '2s'; LOCK TABLE dbops.consumer IN SHARE MODE";

    private static final String DELETE = """
        WITH gone AS (
            DELETE FROM dbops.event_log_default
             WHERE ctid = ANY (ARRAY(
                SELECT ctid FROM dbops.event_log_default WHERE ts < ?{read} LIMIT 10000
             ))
            RETURNING xid, coalesce(packed, 1) AS events
        ), noted AS (
            UPDATE dbops.log_meta
               SET pruned = greatest(pruned, (SELECT xid FROM gone ORDER BY xid DESC LIMIT 1))
             WHERE EXISTS (SELECT FROM gone)
        )
        SELECT coalesce(sum(events), 0) FROM gone
        """;

    /** Events that are dropped without a record would be missing without notice. */
    private static final String NOTE = """
        UPDATE dbops.log_meta
           SET pruned = greatest(pruned, (SELECT xid FROM dbops.{partition} ORDER BY xid DESC LIMIT 1))
        """;

    private static final String COUNT =
            "SELECT coalesce(sum(coalesce(packed, 1)), 0) FROM dbops.event_log_default WHERE ts < ?{read}";
    private static final String DELETE_TICKS = "DELETE FROM dbops.tick WHERE ts < ?";

    private final Database database;
    private final Instant before;
    private final String forgotten;

    /**
     * @param before the time from which events are kept
     * @param forgotten the name of a consumer to ignore, if it exists; empty for none
     */
    public Retention(EventLog log, Instant before, String forgotten) {
        database = log.database();
        this.before = before;
        this.forgotten = forgotten;
    }

    /** Queried again each time: a consumer may have been added, or moved back. */
    private List<Consumer> consumers() {
        return new Consumers(database)
                .list().stream()
                        .filter(consumer -> !consumer.name().equals(forgotten))
                        .toList();
    }

    /**
     * The data that is old enough to prune.
     *
     * @param partitions the partitions, each with the consumer that blocks it
     * @param rows the number of rows that can be deleted from the default partition
     */
    public record Plan(List<Candidate> partitions, long rows) {
        /** The partitions that no consumer needs. */
        public List<LogPartition> free() {
            return partitions.stream()
                    .filter(candidate -> candidate.consumer().isEmpty())
                    .map(Candidate::partition)
                    .toList();
        }
    }

    /**
     * A partition that is old enough.
     *
     * @param partition the partition
     * @param consumer the first consumer that has not read all of it, for which it is kept
     */
    public record Candidate(LogPartition partition, Optional<String> consumer) {}

    /** Finds what can be pruned. Changes nothing. */
    public Plan plan() {
        var candidates = new ArrayList<Candidate>();
        for (var partition : new LogPartitions(database).list()) {
            if (partition.to().filter(end -> !end.isAfter(before)).isPresent()) {
                candidates.add(new Candidate(partition, inTheWay(partition)));
            }
        }
        var parameters = new ArrayList<Object>(List.of(time()));
        var count = COUNT.replace("{read}", readByAll(parameters));
        return new Plan(
                candidates,
                database.query(count, row -> row.getLong(1), parameters.toArray())
                        .getFirst());
    }

    private Optional<String> inTheWay(LogPartition partition) {
        for (var consumer : consumers()) {
            var parameters = new ArrayList<>();
            var sql = "SELECT EXISTS (SELECT FROM dbops.%s WHERE %s)"
                    .formatted(
                            database.quoteIdentifier(partition.name()),
                            UnreadEvents.condition(consumer.position(), parameters));
            if (database.query(sql, row -> row.getBoolean(1), parameters.toArray())
                    .getFirst()) {
                return Optional.of(consumer.name());
            }
        }
        return Optional.empty();
    }

    /**
     * Drops a partition that no consumer needs.
     *
     * @throws OpsException of kind TIMEOUT when it is in use for longer than writers can wait; of kind REFUSED when a
     *     consumer still needs it
     */
    public void drop(LogPartition partition) {
        try {
            new Transaction(database, "the partition").commit(() -> {
                database.execute(LOCK);
                // what an open transaction had written at the time of the plan is committed by now
                inTheWay(partition).ifPresent(consumer -> {
                    throw new OpsException(
                            Kind.REFUSED,
                            "consumer \"%s\" has not read all of %s".formatted(consumer, partition.name()),
                            "look again: db-ops events-status");
                });
                var name = database.quoteIdentifier(partition.name());
                database.execute(NOTE.replace("{partition}", name));
                database.execute("DROP TABLE dbops." + name);
                return true;
            });
        } catch (OpsException e) {
            throw LogInUse.of(e);
        }
    }

    /**
     * Deletes from the default partition the rows that all consumers have read, and ticks of that time.
     *
     * @return the number of rows deleted
     */
    public long deleteRows() {
        prepare();
        var deleted = 0L;
        long some;
        do {
            some = deleteSome();
            deleted += some;
        } while (some > 0);
        database.execute(DELETE_TICKS, time());
        return deleted;
    }

    /** A log of an earlier version has tables without a replica identity. */
    private void prepare() {
        if (ReplicaIdentity.isComplete(database)) {
            return;
        }
        try {
            ReplicaIdentity.ensure(database);
        } catch (OpsException e) {
            throw LogInUse.of(e);
        }
    }

    private long deleteSome() {
        try {
            return new Transaction(database, "the events").commit(() -> {
                database.execute(LOCK_CONSUMERS);
                var parameters = new ArrayList<Object>(List.of(time()));
                var sql = DELETE.replace("{read}", readByAll(parameters));
                return database.query(sql, row -> row.getLong(1), parameters.toArray())
                        .getFirst();
            });
        } catch (OpsException e) {
            throw LogInUse.of(e);
        }
    }

    private String readByAll(List<Object> parameters) {
        var sql = new StringBuilder();
        for (var consumer : consumers()) {
            sql.append(" AND NOT (")
                    .append(UnreadEvents.condition(consumer.position(), parameters))
                    .append(')');
        }
        return sql.toString();
    }

    private OffsetDateTime time() {
        return OffsetDateTime.ofInstant(before, ZoneOffset.UTC);
    }
}
