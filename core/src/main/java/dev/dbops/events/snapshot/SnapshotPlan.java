package dev.dbops.events.snapshot;

import dev.dbops.events.EventFilter;
import dev.dbops.events.SnapshotProgress;
import dev.dbops.events.capture.CapturedRows;
import dev.dbops.postgres.TableName;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The tables whose rows a consumer gets before their events, and the parts that were read.
 *
 * <p>Parts that were delivered are combined: of consecutive parts of one table and one snapshot the last counts.
 */
public final class SnapshotPlan {
    private final List<SnapshotTable> tables = new ArrayList<>();
    private final List<TablePart> parts = new ArrayList<>();

    /** Adds the captured tables that the filter selects and the plan does not have. Returns those that were added. */
    public List<SnapshotTable> addTables(List<CapturedRows> captured, EventFilter filter) {
        var added = new ArrayList<SnapshotTable>();
        for (var rows : captured) {
            if (isWanted(rows, filter) && find(rows.oid()).isEmpty()) {
                added.add(SnapshotTable.of(tables.size() + 1 + added.size(), rows));
            }
        }
        tables.addAll(added);
        return added;
    }

    private static boolean isWanted(CapturedRows rows, EventFilter filter) {
        return filter.tables().isEmpty() || filter.tables().stream().anyMatch(wanted -> isNamed(rows, wanted));
    }

    private static boolean isNamed(CapturedRows rows, TableName wanted) {
        return rows.name().equals(wanted.table())
                && (wanted.schema().isEmpty() || rows.schema().equals(wanted.schema()));
    }

    void restore(List<SnapshotTable> storedTables, List<TablePart> storedParts) {
        tables.addAll(storedTables);
        storedParts.forEach(this::add);
    }

    /** Returns whether there are no tables: the consumer began without a snapshot. */
    public boolean isEmpty() {
        return tables.isEmpty();
    }

    /** Returns whether all rows of all tables were read. */
    public boolean isComplete() {
        return next().isEmpty();
    }

    /** Returns how far it is. */
    public SnapshotProgress progress() {
        var next = next();
        return new SnapshotProgress(
                next.map(SnapshotTable::place).orElse(tables.size()),
                tables.size(),
                next.map(SnapshotTable::title).orElse(""),
                tables.stream().mapToLong(this::rows).sum(),
                tables.stream().mapToLong(SnapshotTable::estimatedRows).sum());
    }

    /** Returns all tables, in the order in which they are read. */
    public List<SnapshotTable> tables() {
        return List.copyOf(tables);
    }

    List<TablePart> parts() {
        return List.copyOf(parts);
    }

    /** Returns the table of a part. */
    SnapshotTable table(int place) {
        return tables.get(place - 1);
    }

    /** Returns the first table that was not read to its end. */
    public Optional<SnapshotTable> next() {
        return tables.stream().filter(table -> !isRead(table)).findFirst();
    }

    /** Returns whether a table was read to its end. */
    public boolean isRead(SnapshotTable table) {
        return last(table).map(TablePart::endsTable).orElse(false);
    }

    /** Returns the last part of a table. */
    Optional<TablePart> last(SnapshotTable table) {
        return ofTable(table).reduce((_, last) -> last);
    }

    private Stream<TablePart> ofTable(SnapshotTable table) {
        return parts.stream().filter(part -> part.place() == table.place());
    }

    /** Returns the parts of a table that count. */
    List<TablePart> counting(SnapshotTable table) {
        var counting = new ArrayList<TablePart>();
        ofTable(table).forEach(part -> {
            if (part.restarts()) {
                counting.clear();
            } else {
                counting.add(part);
            }
        });
        return counting;
    }

    /** Returns the number of rows of a table that were read. */
    public long rows(SnapshotTable table) {
        return counting(table).stream().mapToLong(TablePart::rows).sum();
    }

    /** Adds a part. The part before is combined with the one before it if it was delivered. */
    void add(TablePart part) {
        var size = parts.size();
        if (size > 1 && combine(parts.get(size - 2), parts.get(size - 1))) {
            var last = parts.removeLast();
            var before = parts.removeLast();
            parts.add(new TablePart(
                    last.number(),
                    last.place(),
                    last.snapshot(),
                    last.lastKey(),
                    before.rows() + last.rows(),
                    last.files()));
        }
        parts.add(part);
    }

    private static boolean combine(TablePart one, TablePart next) {
        return one.place() == next.place()
                && one.snapshot().equals(next.snapshot())
                && !one.restarts()
                && !next.restarts();
    }

    /** Forgets everything. */
    public void clear() {
        tables.clear();
        parts.clear();
    }

    /** Returns the table with this OID. */
    Optional<SnapshotTable> find(long oid) {
        return tables.stream().filter(table -> table.oid() == oid).findFirst();
    }

    /** Forgets parts that were not delivered. */
    void cutAfter(long delivered) {
        parts.removeIf(part -> part.number() > delivered);
    }
}
