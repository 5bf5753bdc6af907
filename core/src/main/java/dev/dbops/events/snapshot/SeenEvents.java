package dev.dbops.events.snapshot;

import dev.dbops.events.Batch;
import dev.dbops.events.Event;
import dev.dbops.events.Operation;
import dev.dbops.events.capture.CapturedRows;
import dev.dbops.postgres.Database;
import dev.dbops.postgres.SqlErrors;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Leaves out the events that the rows of a snapshot contain: the snapshot of the part with the event's key shows its
 * transaction. There are such events if a table was read with a later snapshot than the position is, and only until the
 * position has passed it.
 */
public final class SeenEvents {
    private static final String PLACES = """
        SELECT candidate.place - 1, CASE {cases} ELSE {last} END
          FROM unnest(?::jsonb[]) WITH ORDINALITY AS candidate (key, place)
         CROSS JOIN LATERAL jsonb_populate_record({typed}, candidate.key) AS dbops_row
        """;

    private final Database database;
    private final SnapshotPlan plan;
    private final boolean holdsBack;
    private final Map<String, Verdict> tables = new HashMap<>();
    private final Map<String, ShownTransactions> snapshots = new HashMap<>();
    private List<CapturedRows> captured = List.of();
    private boolean lacksTable;
    private boolean areOver;

    /** The events of a table to leave out: those that a part contains, or all because it is read later. */
    private record Verdict(List<TablePart> parts, Optional<SnapshotTable> table, boolean isHeldBack) {}

    /**
     * @param database a connection to the source
     * @param holdsBack whether tables that are not part of the plan will be read soon, so that their events until then are
     *     left out
     */
    public SeenEvents(Database database, SnapshotPlan plan, boolean holdsBack) {
        this.database = database;
        this.plan = plan;
        this.holdsBack = holdsBack;
        plan.parts().forEach(part -> snapshots.computeIfAbsent(part.snapshot(), ShownTransactions::new));
    }

    /** Returns whether events of a table were left out that must be read soon. */
    public boolean lacksTable() {
        return lacksTable;
    }

    /** Returns the batch without such events. */
    public Batch without(Batch batch) {
        if (batch.events().isEmpty() || !holdsBack && areOver) {
            return batch;
        }
        areOver = snapshots.values().stream().allMatch(snapshot -> snapshot.isBefore(batch.window()));
        var seen = new BitSet();
        Map<Verdict, List<Integer>> doubtful = new HashMap<>();
        for (var i = 0; i < batch.events().size(); i++) {
            var event = batch.events().get(i);
            var verdict = tables.computeIfAbsent(event.schema() + "\0" + event.table(), _ -> verdict(event));
            if (verdict.isHeldBack()) {
                seen.set(i);
            } else if (!areOver && isShownByAny(verdict, event)) {
                doubtful.computeIfAbsent(verdict, _ -> new ArrayList<>()).add(i);
            }
        }
        doubtful.forEach((verdict, indexes) -> look(verdict, batch, indexes, seen));
        return seen.isEmpty() ? batch : batch.without(seen);
    }

    private Verdict verdict(Event event) {
        var table = plan.tables().stream()
                .filter(each -> each.isOf(event.schema(), event.table()))
                .reduce((_, last) -> last);
        if (table.isEmpty()) {
            var rows = captured().stream()
                    .filter(each ->
                            each.schema().equals(event.schema()) && each.name().equals(event.table()))
                    .findFirst();
            table = rows.flatMap(each -> plan.find(each.oid()));
            if (holdsBack && table.isEmpty() && rows.isPresent()) {
                lacksTable = true;
                return new Verdict(List.of(), table, true);
            }
        }
        return new Verdict(table.map(plan::counting).orElse(List.of()), table, false);
    }

    private List<CapturedRows> captured() {
        captured = CapturedRows.list(database);
        return captured;
    }

    private boolean isShownByAny(Verdict verdict, Event event) {
        return verdict.parts().stream().anyMatch(part -> isShown(part, event));
    }

    private boolean isShown(TablePart part, Event event) {
        return snapshots.get(part.snapshot()).has(event.xid());
    }

    private void look(Verdict verdict, Batch batch, List<Integer> indexes, BitSet seen) {
        var parts = verdict.parts();
        if (parts.stream().map(TablePart::snapshot).distinct().count() == 1) {
            indexes.forEach(seen::set);
            return;
        }
        var places = places(verdict, batch, indexes);
        for (var i = 0; i < indexes.size(); i++) {
            var event = batch.events().get(indexes.get(i));
            // a table whose rows were truncated between two snapshots was read again
            var part = event.operation() == Operation.TRUNCATE ? parts.getLast() : parts.get(places.get(i));
            if (isShown(part, event)) {
                seen.set(indexes.get(i));
            }
        }
    }

    /** Returns the index of the part in which the key of each event is. */
    private Map<Integer, Integer> places(Verdict verdict, Batch batch, List<Integer> indexes) {
        var parts = verdict.parts();
        var rows = captured().stream()
                .filter(each -> each.oid() == verdict.table().orElseThrow().oid())
                .findFirst();
        Map<Integer, Integer> places = new HashMap<>();
        indexes.forEach(_ -> places.put(places.size(), parts.size() - 1));
        if (rows.isEmpty()) {
            return places;
        }
        var cases = new StringBuilder();
        for (var i = 0; i < parts.size() - 1; i++) {
            cases.append("WHEN ")
                    .append(TableRowsSql.of(rows.get(), database)
                            .compared("dbops_row", "<=", parts.get(i).lastKey().orElseThrow()))
                    .append(" THEN ")
                    .append(i)
                    .append(' ');
        }
        var sql = PLACES.replace("{cases}", cases)
                .replace("{last}", Integer.toString(parts.size() - 1))
                .replace("{typed}", rows.get().typed());
        database.query(sql, row -> places.put(row.getInt(1), row.getInt(2)), keys(batch, indexes));
        return places;
    }

    private java.sql.Array keys(Batch batch, List<Integer> indexes) {
        try {
            return database.connection()
                    .createArrayOf(
                            "jsonb",
                            indexes.stream()
                                    .map(index -> batch.events().get(index).key())
                                    .map(key -> key.isEmpty() ? "{}" : key)
                                    .toArray());
        } catch (SQLException e) {
            throw SqlErrors.translate(e);
        }
    }
}
