package dev.dbops.events.snapshot;

import dev.dbops.OpsException;
import dev.dbops.postgres.Database;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.function.Supplier;

/**
 * Reads the rows of a table after a key, several ranges at once. The rows come in the order of the key. As many ranges are
 * read ahead as there are connections, and of each range a few batches.
 */
final class TableReading {
    private static final int MOST_RANGES = 10_000;
    private static final int BATCHES_AHEAD = 2;

    /** The number of sampled rows for each range. */
    private static final int SAMPLED = 20;

    private final SnapshotReaders readers;
    private final TableRowsSql sql;
    private final SnapshotLimits limits;
    private final List<Range> ranges = new ArrayList<>();
    private int current;
    private int started;

    /** A range with the batches that were read of it, or the failure. */
    private record Range(KeyRange keys, BlockingQueue<Supplier<ReadRows>> batches) {}

    /**
     * @param catalog a connection with the snapshot
     */
    TableReading(
            Database catalog,
            SnapshotReaders readers,
            TableRowsSql sql,
            Optional<List<String>> after,
            SnapshotLimits limits) {
        this.readers = readers;
        this.sql = sql;
        this.limits = limits;
        var begin = after;
        for (var border : borders(catalog, after)) {
            add(new KeyRange(begin, Optional.of(border)));
            begin = Optional.of(border);
        }
        add(new KeyRange(begin, Optional.empty()));
        while (started < Math.min(readers.size(), ranges.size())) {
            startNext();
        }
    }

    private void add(KeyRange keys) {
        ranges.add(new Range(keys, new ArrayBlockingQueue<>(BATCHES_AHEAD)));
    }

    private List<List<String>> borders(Database catalog, Optional<List<String>> after) {
        var wanted = Math.min(sql.rows().estimatedRows() / limits.rows(), MOST_RANGES);
        if (sql.rows().keyColumns().isEmpty() || !sql.ensuresUtf8() || readers.size() == 1 || wanted < 2) {
            return List.of();
        }
        var percent = Math.clamp(100.0 * wanted * SAMPLED / sql.rows().estimatedRows(), 0.001, 100);
        var query = sql.divide(after.map(sql::after).orElse(""), percent, wanted);
        return catalog.query(query, row -> List.of((String[]) row.getArray(1).getArray()));
    }

    private void startNext() {
        var range = ranges.get(started++);
        readers.start(database -> read(database, range));
    }

    private void read(Database database, Range range) {
        try {
            try (var reader = new RangeReader(database, sql, range.keys(), limits)) {
                ReadRows rows;
                do {
                    rows = reader.next();
                    var read = rows;
                    range.batches().put(() -> read);
                } while (!rows.endsRange());
            } catch (RuntimeException | Error e) {
                // whatever it is, the replay would wait for ever without it
                range.batches().put(() -> {
                    throw e;
                });
            }
        } catch (InterruptedException _) {
            // the reading was closed
        }
    }

    /**
     * Returns the next rows. They end the range if they are the last of the table.
     *
     * @throws OpsException when they cannot be read
     */
    ReadRows next() throws InterruptedException {
        var range = ranges.get(current);
        var rows = range.batches().take().get();
        if (!rows.endsRange() || current == ranges.size() - 1) {
            return rows;
        }
        current++;
        if (started < ranges.size()) {
            startNext();
        }
        return rows.keys().isEmpty()
                ? next()
                : new ReadRows(rows.keys(), rows.images(), range.keys().upTo());
    }
}
