package dev.dbops.compare;

import dev.dbops.OpsException;
import dev.dbops.target.ConnectionTarget;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Compares the tables of two databases, each in one snapshot. It only reads. */
public final class Comparison {
    private final ConnectionTarget from;
    private final ConnectionTarget to;
    private final CompareOptions options;
    private final CompareListener listener;

    public Comparison(ConnectionTarget from, ConnectionTarget to, CompareOptions options, CompareListener listener) {
        this.from = from;
        this.to = to;
        this.options = options;
        this.listener = listener;
    }

    /**
     * Compares all tables, and rows that differ again while there is time for it.
     *
     * @return a result for each table, in the order of their names
     * @throws OpsException of kind USAGE when a table that was named does not exist in the source, or of another kind
     *     when a server fails
     */
    public List<TableComparison> run() {
        try (var opening = SnapshotOpening.of(from, to, options, listener)) {
            RowHash hash;
            List<TableNames> tables;
            List<TableComparison> results;
            try (var sessions = opening.open()) {
                var chosen = hash(sessions);
                hash = chosen;
                tables = TableNames.of(sessions, options);
                var jobs = new TableJobs(sessions, tables, (pair, names) -> compare(pair, names, chosen), listener);
                results = jobs.run(from, to, options.jobs());
            }
            return options.waitLimit().isZero() ? results : settled(opening, hash, tables, results);
        }
    }

    private TableComparison compare(SessionPair sessions, TableNames names, RowHash hash) {
        if (!names.inSource()) {
            return TableComparison.undone(names.source(), names.target(), "the table is only in the target");
        }
        var pair = pair(sessions, names);
        if (pair.isEmpty()) {
            return TableComparison.undone(names.source(), names.target(), "the table is missing in the target");
        }
        if (!pair.get().source().holdsRows() || !pair.get().target().holdsRows()) {
            return TableComparison.undone(
                    names.source(), names.target(), "it is a view or a foreign table, which db-ops does not compare");
        }
        var comparer = new TableComparer(sessions, pair.get(), hash, options.where());
        var remembers = comparer.readsByKey() && !options.waitLimit().isZero();
        return comparer.compare(remembers ? Math.max(options.limit(), Recheck.MOST_ROWS) : options.limit());
    }

    /** Returns both tables; empty when one of them does not exist. */
    private static Optional<TablePair> pair(SessionPair sessions, TableNames names) {
        var found = sessions.both(
                session -> new TableCatalog(session.database()).find(names.source()),
                session -> new TableCatalog(session.database()).find(names.target()));
        return found.source().flatMap(source -> found.target().map(target -> TablePair.of(source, target)));
    }

    private List<TableComparison> settled(
            SnapshotOpening opening, RowHash hash, List<TableNames> tables, List<TableComparison> results) {
        var rechecks = new ArrayList<>(results.stream()
                .map(result -> new Recheck(result, opening.followsLog(), options.limit()))
                .toList());
        while (rechecks.stream().anyMatch(Recheck::isMoving) && opening.again()) {
            try (var sessions = opening.open()) {
                for (var i = 0; i < tables.size(); i++) {
                    if (rechecks.get(i).isMoving()) {
                        recheck(sessions, tables.get(i), hash, rechecks.get(i));
                    }
                }
            }
        }
        return rechecks.stream().map(Recheck::result).toList();
    }

    private void recheck(SessionPair sessions, TableNames names, RowHash hash, Recheck recheck) {
        pair(sessions, names)
                .ifPresent(pair -> recheck.again(new TableComparer(sessions, pair, hash, options.where())));
    }

    private RowHash hash(SessionPair sessions) {
        var encodings = sessions.both(session -> session.texts("SELECT current_setting('server_encoding')"));
        var toUtf8 = !encodings.source().equals(encodings.target());
        if (options.strong()) {
            return new RowHash(true, toUtf8);
        }
        var probes = sessions.both(session -> session.texts(RowHash.PROBE));
        var alike = probes.source().equals(probes.target());
        if (!alike) {
            listener.note(
                    "the hash functions of the two servers differ: rows are compared by SHA-256, as with --strong");
        }
        return new RowHash(!alike, toUtf8);
    }
}
