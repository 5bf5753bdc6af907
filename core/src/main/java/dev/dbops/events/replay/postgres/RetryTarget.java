package dev.dbops.events.replay.postgres;

import dev.dbops.OpsException;
import dev.dbops.OpsException.Kind;
import dev.dbops.events.Event;
import dev.dbops.events.EventLog;
import dev.dbops.events.replay.DeliveryFailure;
import dev.dbops.postgres.Database;
import dev.dbops.postgres.SqlErrors;
import dev.dbops.target.ConnectionTarget;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * A PostgreSQL database to which single events are applied, each in a transaction of its own. Positions of replays stay
 * where they are.
 *
 * <p>The event's table is locked for other writers before the source is asked for later changes. So a replay that runs
 * at the same time applies a later change either before the question or after the event.
 */
public final class RetryTarget implements AutoCloseable {
    private static final String LOCK =
            "SET LOCAL lock_timeout = '%d ms'; LOCK TABLE %s IN SHARE ROW EXCLUSIVE MODE; SET LOCAL lock_timeout ="
                    + " '2s'";

    private static final String LOCK_NOT_AVAILABLE = "55P03";

    /** A lock request that waits also stops the writers that come later, which a parallel replay may wait for. */
    private static final int FIRST_LOCK_MILLIS = 100;

    /** Longer than the server's deadlock_timeout, after which an automatic VACUUM gives way. */
    private static final int LONGEST_LOCK_MILLIS = 2000;

    private static final int ATTEMPTS = 7;

    private final Database database;
    private final EventLog log;
    private final TargetRole role;
    private final ApplyWorker worker;
    private final TargetTables tables = new TargetTables();
    private final TargetTables sourceTables = new TargetTables();
    private final JsonNames jsonNames = new JsonNames();
    private final Set<List<String>> touched = new HashSet<>();

    private RetryTarget(Database database, EventLog log, TargetRole role) {
        this.database = database;
        this.log = log;
        this.role = role;
        this.worker = new ApplyWorker(role.constrained());
    }

    /**
     * Connects to the target. Writes nothing.
     *
     * @param log the log of the events
     * @throws OpsException of kind USAGE when the target is the source
     */
    public static RetryTarget open(ConnectionTarget target, EventLog log) {
        var database = Database.connect(target);
        try {
            PostgresSink.refuseSource(log, database);
            var role = TargetRole.of(database);
            database.executeAsIs(role.settings());
            return new RetryTarget(database, log, role);
        } catch (OpsException e) {
            database.close();
            throw e;
        }
    }

    /** Returns whether triggers and foreign keys of the target stay active, since the role may not turn them off. */
    public boolean isConstrained() {
        return role.constrained();
    }

    /**
     * Rejects a database that the consumer's events were not replayed into.
     *
     * @throws OpsException of kind REFUSED
     */
    public void requireConsumer(String consumer) {
        if (new Checkpoints(log.id(), consumer).read(database).isEmpty()) {
            throw new OpsException(
                    Kind.REFUSED,
                    "database \"%s\" has no position of consumer \"%s\": its events were not replayed into it"
                            .formatted(database.target().database(), consumer),
                    "pass the database that events-replay had: db-ops events-status lists the consumers' sinks");
        }
    }

    /**
     * Returns whether two events of a row have equal keys in JSON. A key of citext, for example, may have another text
     * in each event.
     *
     * @param event the event with the names of the source
     * @param renamed the event with the names of the target
     */
    public boolean hasPlainKeys(Event event, Event renamed) {
        if (event.key().isEmpty()) {
            return true;
        }
        var key = jsonNames.of(event.key());
        var table = tables.find(database, renamed.schema(), renamed.table());
        return sourceTables
                        .find(log.database(), event.schema(), event.table())
                        .filter(source -> source.isPlain(key))
                        .isPresent()
                && (table.isEmpty() || table.get().isPlain(key));
    }

    /**
     * Applies an event and commits it.
     *
     * @param event the event with the names of the target
     * @param obstacle asked while no other session can write to the table; a result prevents that the event is applied
     * @return the obstacle; empty when the event was applied
     * @throws DeliveryFailure when the event is refused
     * @throws OpsException when another event would have failed in the same way
     */
    public <T> Optional<T> apply(Event event, Supplier<Optional<T>> obstacle) {
        for (var attempt = 1; ; attempt++) {
            try {
                return attempt(event, obstacle, attempt);
            } catch (DeliveryFailure e) {
                forgetTables();
                var reason = e.reason();
                var passing = TransientFailure.isPassing(reason);
                if (attempt == ATTEMPTS || !passing && attempt > 1) {
                    throw reason.kind() == Kind.SQL && TransientFailure.is(reason) ? described(reason, event) : e;
                }
            }
        }
    }

    /** The cached table definitions may be outdated. */
    private void forgetTables() {
        tables.forget();
        worker.forgetTables();
    }

    private OpsException described(OpsException failure, Event event) {
        return TransientFailure.sqlState(failure).equals(LOCK_NOT_AVAILABLE)
                ? new OpsException(
                        Kind.TIMEOUT,
                        "table %s of database \"%s\" is in use by a long transaction"
                                .formatted(event.tableName(), database.target().database()),
                        "find it with db-ops sessions, and run this again",
                        failure)
                : failure;
    }

    private <T> Optional<T> attempt(Event event, Supplier<Optional<T>> obstacle, int attempt) {
        var connection = database.connection();
        try {
            connection.setAutoCommit(false);
            try {
                refusing(() -> lock(event, attempt));
                var found = obstacle.get();
                if (found.isPresent()) {
                    return found;
                }
                refusing(() -> write(event));
                touched.add(List.of(event.schema(), event.table()));
                return Optional.empty();
            } finally {
                if (!connection.isClosed()) {
                    connection.rollback();
                    connection.setAutoCommit(true);
                }
            }
        } catch (SQLException e) {
            throw SqlErrors.translate(e);
        }
    }

    /** Failures of the target are those of the event, unlike failures of the source. */
    private static void refusing(Runnable work) {
        try {
            work.run();
        } catch (OpsException e) {
            throw e.kind() == Kind.SQL ? new DeliveryFailure(0, e) : e;
        }
    }

    /** A table that is missing cannot be locked; the event will be refused. */
    private void lock(Event event, int attempt) {
        var millis = Math.min(FIRST_LOCK_MILLIS << attempt - 1, LONGEST_LOCK_MILLIS);
        tables.find(database, event.schema(), event.table())
                .ifPresent(table -> database.executeAsIs(LOCK.formatted(millis, table.rows())));
    }

    private void write(Event event) {
        worker.apply(database, List.of(new IndexedEvent(0, event)));
        database.executeAsIs(Checkpoints.CHECK);
        TargetTransaction.commit(database);
    }

    /** Advances the sequences of the tables that were written to. */
    public void finish() {
        TargetSequences.follow(database, touched);
        touched.clear();
    }

    @Override
    public void close() {
        database.close();
    }
}
