package dev.dbops.events.inbox;

import dev.dbops.OpsException;
import dev.dbops.OpsException.Kind;
import dev.dbops.events.inbox.Receipts.State;
import dev.dbops.events.replay.postgres.ApplyWorker;
import dev.dbops.events.replay.postgres.IndexedEvent;
import dev.dbops.events.replay.postgres.TargetRole;
import dev.dbops.events.replay.postgres.TargetTables;
import dev.dbops.events.replay.postgres.TargetTransaction;
import dev.dbops.postgres.Database;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.TreeMap;

/** Receives and applies some arrivals in one transaction. */
final class InboxTransaction {
    /** A row whose last event was forgotten at that moment, or a table that is not registered: to be tried again. */
    static final class Forgotten extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    private static final OpsException LATE = new OpsException(
            Kind.FAILED,
            "the event is older than what the inbox remembers, so a later change of its row may have been applied",
            "compare the row with the source; a longer memory keeps this from happening (docs/lambda.md)");

    private final TargetTables tables;
    private final Receipts receipts;
    private final InboxTruncation truncation;
    private final TargetRole role;
    private final ApplyWorker worker;

    InboxTransaction(TargetTables tables, Receipts receipts, TargetRole role) {
        this.tables = tables;
        this.receipts = receipts;
        this.truncation = new InboxTruncation(tables);
        this.role = role;
        this.worker = new ApplyWorker(role.constrained(), tables);
    }

    /** Returns the SQL that limits the time of each statement of a transaction. */
    static String limit(Duration limit) {
        return "SET LOCAL statement_timeout = " + limit.toMillis();
    }

    /**
     * Receives and applies the arrivals in a transaction that was begun, and commits.
     *
     * @param arrivals events of tables that exist, ordered by their numbers
     * @param result gets the outcomes after the commit
     * @throws Forgotten when the arrivals must be tried again; nothing was changed
     * @throws dev.dbops.events.replay.DeliveryFailure when one of them does not fit its table; nothing was changed
     * @throws OpsException when the server refuses one of them; nothing was changed
     */
    void run(Database database, List<Arrival> arrivals, InboxResult result) {
        var states = new HashMap<Arrival, State>();
        receipts.register(database, arrivals);
        var changes = new ArrayList<Arrival>();
        for (var arrival : arrivals) {
            if (arrival.isTruncate()) {
                states.put(arrival, known(truncation.run(database, arrival)));
            } else {
                changes.add(arrival);
            }
        }
        var taken = changes.isEmpty() ? new State[0] : receipts.take(database, changes);
        var applied = new ArrayList<IndexedEvent>();
        for (var i = 0; i < taken.length; i++) {
            states.put(changes.get(i), known(taken[i]));
            if (taken[i] == State.NEW) {
                applied.add(new IndexedEvent(i, changes.get(i).event()));
            }
        }
        worker.apply(database, applied);
        if (role.constrained()) {
            // a deferred check that fails belongs to an event of this transaction
            database.executeAsIs("SET CONSTRAINTS ALL IMMEDIATE");
        }
        TargetTransaction.commit(database);
        arrivals.forEach(arrival -> add(result, arrival, states.get(arrival)));
    }

    /**
     * Returns the SQL that begins the transaction: settings that end with it, and locks on the tables. No TRUNCATE is
     * received while a change is applied, nor the other way round.
     *
     * @param limit the longest time of a statement
     */
    String begin(List<Arrival> arrivals, Duration limit) {
        var modes = new TreeMap<String, String>();
        for (var arrival : arrivals) {
            modes.merge(
                    arrival.table(),
                    arrival.isTruncate() ? "SHARE ROW EXCLUSIVE" : "ROW EXCLUSIVE",
                    (one, other) -> one.length() > other.length() ? one : other);
        }
        var sql = new StringBuilder(role.localSettings(limit));
        modes.forEach((table, mode) -> sql.append("; LOCK TABLE ONLY ")
                .append(table)
                .append(" IN ")
                .append(mode)
                .append(" MODE"));
        return sql.toString();
    }

    private static State known(State state) {
        if (state == State.FORGOTTEN) {
            throw new Forgotten();
        }
        return state;
    }

    private static void add(InboxResult result, Arrival arrival, State state) {
        switch (state) {
            case NEW -> result.addApplied(arrival.received());
            case LATE -> result.addRefusal(arrival.received(), LATE, false);
            default -> result.addStale(arrival.received());
        }
    }
}
