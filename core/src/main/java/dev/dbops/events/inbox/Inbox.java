package dev.dbops.events.inbox;

import dev.dbops.OpsException;
import dev.dbops.OpsException.Kind;
import dev.dbops.events.NameMap;
import dev.dbops.events.received.ReceivedEvent;
import dev.dbops.events.replay.DeliveryFailure;
import dev.dbops.events.replay.postgres.TargetRole;
import dev.dbops.events.replay.postgres.TargetTables;
import dev.dbops.events.replay.postgres.TargetTransaction;
import dev.dbops.events.replay.postgres.TransientFailure;
import dev.dbops.postgres.ConnectionPool;
import dev.dbops.postgres.Database;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;

/**
 * Applies events to the tables of a PostgreSQL database, in whatever order they arrive: late, repeated, from several
 * callers at once. The rows become those of the source.
 *
 * <p>The number of an event orders the changes of a row. The database keeps the number of each row's last event, in the
 * transaction of the change; an event with a smaller number is stale. So an event takes effect at most once, and a
 * deleted row does not come back.
 *
 * <p>An event that the database refuses does not keep the others from being applied: a batch with such an event is
 * divided in halves until that event is alone. Used by one thread at a time; several objects, in several processes too,
 * may use one database at once. No setting of a session is changed, so a proxy may share its connections.
 */
public final class Inbox {
    private static final int ATTEMPTS = 10;

    /** A serialization failure, a deadlock: the server asks for a repetition. */
    private static final Set<String> REPEATABLE = Set.of("40001", "40P01");

    /** A foreign key, a unique index, an exclusion: another event may arrive that resolves it. */
    private static final Set<String> MAY_PASS = Set.of("23503", "23505", "23P01");

    private static final Comparator<Arrival> BY_NUMBER = Comparator.comparing(
                    (Arrival arrival) -> arrival.received().log())
            .thenComparing(arrival -> arrival.event().seq());

    private final TargetTables tables = new TargetTables();
    private final Receipts receipts = new Receipts();
    private final Arrivals arrivals;
    private InboxTransaction transaction;

    /**
     * Makes the inbox without a connection.
     *
     * @param names the names of tables in the target
     */
    public Inbox(NameMap names) {
        this.arrivals = new Arrivals(names, tables);
    }

    /**
     * Applies events. What is applied is committed when this returns, or throws.
     *
     * @param pool connections to the target, of which one is used at a time
     * @param events whole events, in any order; an event may be among them more than once
     * @param limit the longest time of a statement
     * @return the outcome of each event
     * @throws OpsException when the database cannot be reached, or fails in a way that no event has caused: some of the
     *     events may be applied, and all may be given again
     * @throws InterruptedException when the thread is interrupted while it waits for a connection
     */
    public InboxResult apply(ConnectionPool pool, List<ReceivedEvent> events, Duration limit)
            throws InterruptedException {
        var result = new InboxResult();
        var prepared = prepared(pool, events, limit, result);
        if (prepared.isEmpty()) {
            return result;
        }
        try {
            attempt(pool, prepared, limit, result);
        } catch (DeliveryFailure | OpsException e) {
            requireCausedByEvent(e);
            // a table, or the inbox itself, may have been altered
            forget();
            applyOrDivide(pool, prepared, limit, result);
        }
        return result;
    }

    /** Makes what lacks in the target, and looks up its tables; needs no connection if all is known. */
    private List<Arrival> prepared(ConnectionPool pool, List<ReceivedEvent> events, Duration limit, InboxResult result)
            throws InterruptedException {
        if (transaction == null || !arrivals.know(events)) {
            try (var lease = pool.begin(InboxTransaction.limit(limit))) {
                prepare(lease.database());
                arrivals.lookUp(lease.database(), events);
            }
        }
        return prepared(events, result);
    }

    private void prepare(Database database) {
        if (transaction == null) {
            if (InboxSchema.create(database)) {
                TargetTransaction.commit(database);
            }
            transaction = new InboxTransaction(tables, receipts, TargetRole.inTransaction(database));
            TargetTransaction.rollback(database);
        }
    }

    private List<Arrival> prepared(List<ReceivedEvent> events, InboxResult result) {
        var prepared = new ArrayList<Arrival>();
        for (var event : events) {
            if (event.event().isSchemaChange()) {
                // there is no order in which the target could follow it: rows that do not fit are refused
                result.addStale(event);
                continue;
            }
            try {
                prepared.add(arrivals.prepare(event));
            } catch (OpsException e) {
                result.addRefusal(event, e, false);
            }
        }
        if (!result.refusals().isEmpty()) {
            // it may be created until the next time
            tables.forget();
        }
        prepared.sort(BY_NUMBER);
        return prepared;
    }

    private void applyOrDivide(ConnectionPool pool, List<Arrival> batch, Duration limit, InboxResult result)
            throws InterruptedException {
        try {
            attempt(pool, batch, limit, result);
        } catch (DeliveryFailure | OpsException e) {
            var reason = requireCausedByEvent(e);
            if (batch.size() > 1) {
                var middle = batch.size() / 2;
                applyOrDivide(pool, batch.subList(0, middle), limit, result);
                applyOrDivide(pool, batch.subList(middle, batch.size()), limit, result);
            } else {
                result.addRefusal(
                        batch.getFirst().received(), reason, MAY_PASS.contains(TransientFailure.sqlState(reason)));
            }
        }
    }

    /** Returns the reason why an event is refused. */
    private static OpsException requireCausedByEvent(RuntimeException failure) {
        if (failure instanceof DeliveryFailure refused) {
            return refused.reason();
        }
        var reason = (OpsException) failure;
        if (reason.kind() != Kind.SQL || TransientFailure.is(reason)) {
            throw reason;
        }
        return reason;
    }

    private void attempt(ConnectionPool pool, List<Arrival> batch, Duration limit, InboxResult result)
            throws InterruptedException {
        for (var attempt = 1; ; attempt++) {
            if (transaction == null) {
                try (var lease = pool.begin(InboxTransaction.limit(limit))) {
                    prepare(lease.database());
                }
            }
            try (var lease = pool.begin(transaction.begin(batch, limit))) {
                transaction.run(lease.database(), batch, result);
                return;
            } catch (InboxTransaction.Forgotten e) {
                forget();
                if (attempt == ATTEMPTS) {
                    throw new OpsException(
                            Kind.FAILED, "the tables of the inbox change all the time", "give the events again", e);
                }
            } catch (OpsException e) {
                if (attempt == ATTEMPTS || !REPEATABLE.contains(TransientFailure.sqlState(e))) {
                    throw e;
                }
            }
        }
    }

    private void forget() {
        tables.forget();
        receipts.forget();
        transaction = null;
    }
}
