package dev.dbops.events.replay;

import dev.dbops.OpsException;
import dev.dbops.OpsException.Kind;
import dev.dbops.ServerError;
import dev.dbops.events.Batch;
import dev.dbops.events.Position;
import dev.dbops.events.TableEvents;
import dev.dbops.events.capture.CapturedRows;
import dev.dbops.events.capture.InstalledCapture;
import dev.dbops.events.snapshot.PlanStore;
import dev.dbops.events.snapshot.SeenEvents;
import dev.dbops.events.snapshot.SnapshotLimits;
import dev.dbops.events.snapshot.SnapshotPlan;
import dev.dbops.events.snapshot.SnapshotReading;
import dev.dbops.postgres.Database;
import dev.dbops.target.ConnectionTarget;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Delivers the rows that were there before, as read events: between two windows of the log, at a position that is the
 * snapshot of the rows, or before it.
 */
final class ReplaySnapshot implements AutoCloseable {
    /** The interval between looks for tables that are captured and not part of the plan. */
    private static final long LOOK_NANOS = 10_000_000_000L;

    private static final String LOCKED = "55P03";

    private final ConnectionTarget way;
    private final ReplaySource source;
    private final ReplayOptions options;
    private final ReplayListener listener;
    private final Database database;
    private final PlanStore store;
    private SnapshotPlan plan = new SnapshotPlan();
    private SnapshotReading reading;
    private SeenEvents seen;
    private List<InstalledCapture> known = List.of();
    private long lookedAt = System.nanoTime();
    private boolean mustLook = true;

    /**
     * @param inMemory the plan of a replay that keeps no position
     */
    ReplaySnapshot(
            ConnectionTarget way,
            ReplaySource source,
            ReplayOptions options,
            ReplayListener listener,
            SnapshotPlan inMemory) {
        this.way = way;
        this.source = source;
        this.options = options;
        this.listener = listener;
        this.database = source.log().database();
        this.store = new PlanStore(database, options.consumer(), inMemory);
    }

    /**
     * Reads the plan of a consumer that has begun.
     *
     * @param repeats whether the sink may have parts after the position
     * @throws OpsException of kind REFUSED when it began without a snapshot, and one is wanted
     */
    void resume(Position position, boolean repeats) {
        plan = store.read(position.read(), repeats);
        if (plan.isEmpty() && options.hasSnapshot()) {
            throw new OpsException(
                    Kind.REFUSED,
                    "consumer \"%s\" was begun without --snapshot: rows that were there before were not delivered"
                            .formatted(options.consumer()),
                    "begin another consumer with --name and --snapshot, or leave --snapshot out");
        }
    }

    /**
     * Takes the snapshot of a new consumer.
     *
     * @return the position at which its log begins
     */
    Position begin() throws InterruptedException {
        store.requireTables();
        plan = store.read(0, false);
        plan.clear();
        var tables = tables();
        plan.addTables(tables, options.filter());
        if (plan.isEmpty()) {
            throw new OpsException(
                    Kind.REFUSED,
                    "no table is captured whose rows could be delivered",
                    "install triggers first: db-ops triggers-install --table NAME; db-ops triggers-list shows those"
                            + " that exist");
        }
        mustLook = false;
        open(tables);
        return Position.after(source.log().id(), reading.snapshot());
    }

    private List<CapturedRows> tables() {
        database.executeAsIs(CapturedRows.SETTINGS);
        return CapturedRows.list(database);
    }

    /** Opens the next snapshot. No row leaves the source before the changes that it contains are on the source's disk. */
    private void open(List<CapturedRows> tables) throws InterruptedException {
        var limits = options.snapshot().orElseGet(() -> SnapshotLimits.of(options.batch(), 1));
        reading = SnapshotReading.open(way, database, plan, store, limits, tables, listener::warns);
        source.log().secure();
    }

    /** Stores the plan of a consumer that begins, or forgets what it has not delivered. */
    void enter(Position start) {
        if (plan.isEmpty()) {
            return;
        }
        if (reading == null) {
            store.cutAfter(start.read(), plan);
        } else {
            store.replace(plan);
            // the log was not kept for the consumer before
            source.log().requireWhole(start);
        }
    }

    /** Returns whether there are rows to deliver, or may be. */
    boolean isDue() {
        return !plan.isComplete() || options.hasSnapshot() && !plan.isEmpty() && mayHaveTables();
    }

    private boolean mayHaveTables() {
        return mustLook || lacksTable() || System.nanoTime() - lookedAt > LOOK_NANOS;
    }

    private boolean lacksTable() {
        return seen != null && seen.lacksTable();
    }

    /**
     * Delivers all rows of the plan, and of tables that are captured now and not part of it.
     *
     * @param position the position of the consumer, between two windows
     * @return the position after the rows
     */
    Position deliver(ReplayDelivery delivery, Position position) throws InterruptedException {
        if (options.hasSnapshot() && mayHaveTables()) {
            look();
        }
        var reached = position;
        while (!plan.isComplete()) {
            seen = null;
            if (reading == null) {
                open(tables());
            }
            var part = next(reached);
            if (part.isEmpty()) {
                close();
                continue;
            }
            delivery.deliverRead(part.get());
            reached = part.get().end();
            listener.reads(plan.progress());
        }
        close();
        return reached;
    }

    /** Returns the next part; empty if another snapshot must read it. */
    private Optional<Batch> next(Position reached) throws InterruptedException {
        try {
            return reading.next(reached);
        } catch (OpsException e) {
            if (!e.serverError().map(ServerError::sqlState).orElse("").equals(LOCKED)) {
                throw e;
            }
            listener.warns("a table of the snapshot is locked; another snapshot reads the rest");
            return Optional.empty();
        }
    }

    /**
     * The tables are read only if there may be another one: each costs round trips, and one that is locked would be waited
     * for.
     */
    private void look() {
        var captures = InstalledCapture.list(database);
        if (lacksTable() || !captures.equals(known)) {
            store.add(plan.addTables(tables(), options.filter()));
            known = captures;
            seen = null;
        }
        lookedAt = System.nanoTime();
        mustLook = false;
    }

    /** Returns the batch without the events that the delivered rows contain. */
    Batch without(Batch batch) {
        if (plan.isEmpty()) {
            return batch;
        }
        if (seen == null) {
            database.executeAsIs(CapturedRows.SETTINGS);
            seen = new SeenEvents(database, plan, options.hasSnapshot() && options.follow());
        }
        return seen.without(batch);
    }

    /**
     * Returns what would be delivered.
     *
     * @param events the events of the log
     */
    List<TableEvents> preview(List<TableEvents> events) {
        var planned = new ArrayList<>(events);
        if (options.hasSnapshot()) {
            store.requireTables();
            plan.addTables(tables(), options.filter());
        }
        for (var table : plan.tables()) {
            var left = Math.max(0, table.estimatedRows() - plan.rows(table));
            if (left > 0 && !plan.isRead(table)) {
                planned.add(new TableEvents(table.schema(), table.name(), 0, 0, 0, 0, left, 0));
            }
        }
        return planned;
    }

    /** Ends the snapshot that is open. */
    @Override
    public void close() {
        if (reading != null) {
            reading.close();
            reading = null;
        }
    }
}
