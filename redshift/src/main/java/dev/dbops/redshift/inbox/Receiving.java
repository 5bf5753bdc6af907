package dev.dbops.redshift.inbox;

import dev.dbops.OpsException;
import dev.dbops.OpsException.Kind;
import dev.dbops.events.received.ReceivedEvent;
import dev.dbops.redshift.WarehouseWriter;
import dev.dbops.redshift.sql.WarehouseStatement;
import dev.dbops.redshift.write.RowChanges;
import dev.dbops.redshift.write.Stage;
import dev.dbops.redshift.write.StageColumn;
import dev.dbops.redshift.write.StagedRow;
import dev.dbops.redshift.write.TableChanges;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Applies changes and remembers that they were received, both in one transaction. */
final class Receiving {
    private static final String STAGE = "dbops_stage";

    private final WarehouseWriter warehouse;
    private final ReceivedTables tables;

    Receiving(WarehouseWriter warehouse, ReceivedTables tables) {
        this.warehouse = warehouse;
        this.tables = tables;
    }

    /**
     * Applies the changes of one table and log.
     *
     * @param events the events
     * @param set their changes
     * @return the refused ones by their indices; all others are safe
     * @throws RefusedEvents when events are too large
     * @throws OpsException when the warehouse fails or rejects a statement; some of the changes may be applied, and all can
     *     come again
     */
    Map<Integer, OpsException> apply(List<ReceivedEvent> events, RowChanges set, InboxDeadline deadline)
            throws InterruptedException {
        Map<Integer, OpsException> refused = new HashMap<>();
        for (var changes : set.tables()) {
            var received = received(changes, refused, deadline);
            if (received.isPresent()) {
                var writing = new Writing(received.get(), changes, events);
                var rows = changes.rows();
                requireSmall(writing, rows);
                write(writing, rows, refused, deadline);
            }
        }
        return refused;
    }

    private Optional<ReceivedTable> received(
            TableChanges changes, Map<Integer, OpsException> refused, InboxDeadline deadline)
            throws InterruptedException {
        try {
            return Optional.of(tables.of(changes.table(), changes.key(), deadline));
        } catch (OpsException e) {
            if (e.kind() != Kind.FAILED) {
                throw e;
            }
            changes.rows().forEach(row -> refused.put(row.index(), e));
            return Optional.empty();
        }
    }

    /** Finds all rows that are too large before the first is written. */
    private void requireSmall(Writing writing, List<StagedRow> rows) {
        if (warehouse.fits(writing.statements(rows))) {
            return;
        }
        Map<Integer, OpsException> large = new HashMap<>();
        for (var row : rows) {
            if (!warehouse.fits(writing.statements(List.of(row)))) {
                large.put(row.index(), tooLarge());
            }
        }
        if (!large.isEmpty()) {
            throw new RefusedEvents(large);
        }
    }

    private static OpsException tooLarge() {
        return new OpsException(
                Kind.FAILED,
                "the row is too large for a statement of the Redshift Data API, which has at most 100 KB",
                "let the function connect to the warehouse: remove data_api=true from WAREHOUSE_CONNECTION_URL");
    }

    /** Rows that are too many for one transaction become several. */
    private void write(
            Writing writing, List<StagedRow> rows, Map<Integer, OpsException> refused, InboxDeadline deadline)
            throws InterruptedException {
        var statements = writing.statements(rows);
        if (!warehouse.fits(statements)) {
            var middle = rows.size() / 2;
            write(writing, rows.subList(0, middle), refused, deadline);
            write(writing, rows.subList(middle, rows.size()), refused, deadline);
            return;
        }
        Set<Long> late = new HashSet<>();
        warehouse.run(statements, deadline.left()).forEach(row -> late.add(Long.valueOf(row.getFirst())));
        for (var row : rows) {
            if (late.contains(writing.seq(row))) {
                refused.put(row.index(), late());
            }
        }
    }

    /** The reason why an event is refused that may be older than a forgotten one of its row. */
    static OpsException late() {
        return new OpsException(
                Kind.FAILED,
                "the event is older than what the warehouse remembers, so a later change of its row may have been"
                        + " applied",
                "compare the row with the source; a longer memory keeps this from happening (docs/lambda.md)");
    }

    /** The transactions of the rows of one table. */
    private final class Writing {
        private final ReceivedTable received;
        private final TableChanges changes;
        private final List<ReceivedEvent> events;

        Writing(ReceivedTable received, TableChanges changes, List<ReceivedEvent> events) {
            this.received = received;
            this.changes = changes;
            this.events = events;
        }

        long seq(StagedRow row) {
            return events.get(row.index()).event().seq();
        }

        List<WarehouseStatement> statements(List<StagedRow> rows) {
            var log = events.getFirst().log();
            var stage = new Stage(
                    changes,
                    STAGE,
                    rows,
                    List.of(
                            new StageColumn(
                                    ReceivedTable.LOG,
                                    rows.stream().map(_ -> log).toList()),
                            new StageColumn(
                                    ReceivedTable.SEQ,
                                    rows.stream()
                                            .map(row -> Long.toString(seq(row)))
                                            .toList())));
            var statements = new ArrayList<WarehouseStatement>();
            statements.add(received.lock());
            statements.addAll(stage.fill(warehouse.load()));
            statements.add(received.removeStale(stage));
            statements.add(received.removeTruncated(stage, log));
            statements.add(received.late(stage, log));
            statements.add(received.removeLate(stage, log));
            statements.addAll(stage.apply());
            statements.addAll(received.remember(stage));
            statements.add(stage.drop());
            return statements;
        }
    }
}
