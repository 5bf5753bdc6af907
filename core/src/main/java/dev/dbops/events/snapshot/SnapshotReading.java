package dev.dbops.events.snapshot;

import dev.dbops.events.Batch;
import dev.dbops.events.Event;
import dev.dbops.events.Operation;
import dev.dbops.events.Position;
import dev.dbops.events.capture.CapturedRows;
import dev.dbops.postgres.Database;
import dev.dbops.target.ConnectionTarget;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Reads the parts of a plan with one snapshot. After it has ended, by an error or because a table was replaced, another one
 * reads the rest with a later snapshot.
 */
public final class SnapshotReading implements AutoCloseable {
    /** Statistics may be outdated; when the numbers are used up, another snapshot begins. One part has numbers at least. */
    private static final long MORE_ROWS = 50_000;

    private final Database source;
    private final SnapshotPlan plan;
    private final PlanStore store;
    private final SnapshotLimits limits;
    private final Map<Long, CapturedRows> captured = new HashMap<>();
    private final Map<Long, List<String>> files;
    private final ExportedSnapshot snapshot;
    private final SnapshotReaders readers;
    private Optional<SnapshotTable> table = Optional.empty();
    private TableReading reading;
    private long unordered;

    private SnapshotReading(
            Database source,
            SnapshotPlan plan,
            PlanStore store,
            SnapshotLimits limits,
            List<CapturedRows> tables,
            Map<Long, List<String>> files,
            ExportedSnapshot snapshot) {
        this.source = source;
        this.plan = plan;
        this.store = store;
        this.limits = limits;
        this.files = files;
        this.snapshot = snapshot;
        tables.forEach(rows -> captured.put(rows.oid(), rows));
        this.readers = new SnapshotReaders(snapshot, limits.readers());
    }

    /**
     * Takes a snapshot.
     *
     * @param way the source, for further connections
     * @param source a connection to the source without a transaction
     * @param tables the captured tables
     * @param notes takes a sentence if an older transaction has to end first
     */
    public static SnapshotReading open(
            ConnectionTarget way,
            Database source,
            SnapshotPlan plan,
            PlanStore store,
            SnapshotLimits limits,
            List<CapturedRows> tables,
            Consumer<String> notes)
            throws InterruptedException {
        var files = new HashMap<Long, List<String>>();
        tables.forEach(rows -> files.put(rows.oid(), Deadlock.retried(() -> TableFiles.read(source, rows.oid()))));
        var rows = tables.stream().mapToLong(table -> estimate(table, plan)).sum();
        var snapshot = ExportedSnapshot.take(way, rows + rows / 2 + Math.max(MORE_ROWS, limits.rows()), notes);
        try {
            return new SnapshotReading(source, plan, store, limits, tables, files, snapshot);
        } catch (RuntimeException e) {
            snapshot.close();
            throw e;
        }
    }

    /** The rows already read of a table are known better than its statistics; its rows may have to be read again. */
    private static long estimate(CapturedRows rows, SnapshotPlan plan) {
        var read = plan.find(rows.oid()).map(plan::rows).orElse(0L);
        return Math.max(rows.estimatedRows(), 2 * read);
    }

    /** The text of its pg_snapshot. */
    public String snapshot() {
        return snapshot.text();
    }

    /**
     * Reads the next part, and records it.
     *
     * @param position the position of the consumer, between two windows
     * @return the part; empty if this snapshot shows no further part, or the plan is complete
     */
    public Optional<Batch> next(Position position) throws InterruptedException {
        var next = plan.next();
        if (next.isEmpty()) {
            return Optional.empty();
        }
        var rows = captured.get(next.get().oid());
        if (rows == null) {
            return Optional.of(batch(position, next.get(), Optional.empty(), List.of()));
        }
        if (!next.equals(table)) {
            table = next;
            unordered = 0;
            var last = plan.last(next.get());
            if (last.isPresent() && mustRestart(last.get(), rows) || mayBeTwice(next.get(), rows)) {
                return Optional.of(restart(position, next.get()));
            }
            begin(rows, last.flatMap(TablePart::lastKey).filter(key -> !key.isEmpty()));
        } else if (reading == null) {
            begin(rows, Optional.empty());
        }
        return read(position, next.get());
    }

    private void begin(CapturedRows rows, Optional<List<String>> after) {
        reading = new TableReading(snapshot.database(), readers, TableRowsSql.of(rows, source), after, limits);
    }

    /** The rest of a table can be read with another snapshot if the rows have an order and are still in the same files. */
    private boolean mustRestart(TablePart last, CapturedRows rows) {
        var key = SnapshotTable.columns(rows);
        return !last.restarts()
                && (key.isEmpty()
                        || !key.equals(plan.table(last.place()).key())
                        || !TableFiles.areSame(source, last.files()));
    }

    /** Rows without a key cannot be distinguished. */
    private boolean mayBeTwice(SnapshotTable unread, CapturedRows rows) {
        return plan.isDoubtful(unread) && SnapshotTable.columns(rows).isEmpty();
    }

    /** Empties the table in the sink: rows that were deleted meanwhile would stay. */
    private Batch restart(Position position, SnapshotTable restarted) {
        reading = null;
        plan.settle(restarted);
        store.settle(restarted);
        return batch(
                position, restarted, Optional.of(List.of()), List.of(event(restarted, Operation.TRUNCATE, "", "")));
    }

    private Optional<Batch> read(Position position, SnapshotTable of) throws InterruptedException {
        var rows = reading.next();
        if (rows.keys().size() > snapshot.numbers().left() || !TableFiles.areSame(source, files.get(of.oid()))) {
            return Optional.empty();
        }
        var events = new ArrayList<Event>(rows.keys().size());
        for (var i = 0; i < rows.keys().size(); i++) {
            events.add(
                    event(of, Operation.READ, rows.keys().get(i), rows.images().get(i)));
        }
        unordered += events.size();
        var lastKey = rows.lastKey().map(key -> key.isEmpty() ? List.of(Long.toString(unordered)) : key);
        return Optional.of(batch(position, of, lastKey, events));
    }

    private Event event(SnapshotTable of, Operation operation, String key, String image) {
        return new Event(
                snapshot.numbers().next(),
                Event.NO_TRANSACTION,
                snapshot.micros(),
                of.schema(),
                of.name(),
                operation,
                key,
                "",
                image,
                "");
    }

    private Batch batch(Position position, SnapshotTable of, Optional<List<String>> lastKey, List<Event> events) {
        var number = position.read() + 1;
        var part = new TablePart(
                number,
                of.place(),
                plan.counted(of, snapshot.text()),
                lastKey,
                events.stream().filter(Event::isRead).count(),
                files.getOrDefault(of.oid(), List.of()));
        store.add(part);
        plan.add(part);
        return new Batch(events, position, position.withRead(number));
    }

    @Override
    public void close() {
        readers.close();
        snapshot.close();
    }
}
