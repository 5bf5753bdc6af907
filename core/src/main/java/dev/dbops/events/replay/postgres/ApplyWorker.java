package dev.dbops.events.replay.postgres;

import dev.dbops.OpsException;
import dev.dbops.events.Operation;
import dev.dbops.events.replay.DeliveryFailure;
import dev.dbops.postgres.Database;
import dev.dbops.postgres.SqlErrors;
import java.sql.SQLException;
import java.util.List;
import java.util.TreeMap;

/** Applies its share of the events to the target, over a pooled connection. */
public final class ApplyWorker {
    private final boolean constrained;
    private final TargetTables tables;
    private final JsonNames jsonNames = new JsonNames();
    private final CascadedRows cascades = new CascadedRows(jsonNames);
    private final RowCopy copy = new RowCopy();

    /**
     * @param constrained whether foreign keys and triggers of the target are active
     */
    public ApplyWorker(boolean constrained) {
        this(constrained, new TargetTables());
    }

    /** Same as {@link #ApplyWorker(boolean)}, with table definitions that others read too. */
    public ApplyWorker(boolean constrained, TargetTables tables) {
        this.constrained = constrained;
        this.tables = tables;
    }

    /**
     * Applies events in the transaction of the connection, and leaves it open.
     *
     * @throws DeliveryFailure when an event does not fit its table
     * @throws dev.dbops.OpsException when the server refuses one of them, without its index
     */
    public void apply(Database database, List<IndexedEvent> events) {
        if (constrained) {
            database.executeAsIs("SET CONSTRAINTS ALL DEFERRED");
        }
        var applied = applied(database, events);
        var begin = 0;
        for (var i = 1; i <= applied.size(); i++) {
            if (i == applied.size() || isTruncate(applied.get(i)) != isTruncate(applied.get(i - 1))) {
                applyRun(database, applied.subList(begin, i));
                begin = i;
            }
        }
    }

    private static boolean isTruncate(IndexedEvent indexed) {
        return indexed.event().operation() == Operation.TRUNCATE;
    }

    /** Applies events that are all TRUNCATEs, or none of them. */
    private void applyRun(Database database, List<IndexedEvent> events) {
        if (isTruncate(events.getFirst())) {
            truncate(database, events);
            return;
        }
        var plan = new ChangePlan(database, tables, jsonNames, constrained);
        for (var indexed : events) {
            plan.add(indexed.index(), indexed.event());
        }
        for (var change : plan.changes()) {
            run(database, change);
        }
    }

    /** Returns the events that are applied: where foreign keys are active, some are superseded by others. */
    List<IndexedEvent> applied(Database database, List<IndexedEvent> events) {
        return constrained ? cascades.last(database, events) : events;
    }

    /** The cached table definitions may be outdated. */
    public void forgetTables() {
        tables.forget();
        cascades.forget();
    }

    private void run(Database database, Change change) {
        if (change instanceof Change.NewRows rows && copy.run(database, rows)) {
            return;
        }
        try (var statement = database.connection().prepareStatement(change.sql())) {
            statement.setString(1, change.json());
            statement.executeUpdate();
        } catch (SQLException e) {
            throw SqlErrors.translate(e);
        }
    }

    /** Truncates the tables in one command, since they may refer to each other. */
    private void truncate(Database database, List<IndexedEvent> events) {
        var truncated = new TreeMap<String, TargetTable>();
        for (var indexed : events) {
            var event = indexed.event();
            try {
                var table = tables.require(database, event.schema(), event.table());
                truncated.put(table.quoted(), table);
            } catch (OpsException e) {
                throw DeliveryFailure.of(indexed.index(), e);
            }
        }
        TargetTruncation.run(database, truncated.values());
    }
}
