package dev.dbops.redshift.inbox;

import dev.dbops.OpsException;
import dev.dbops.OpsException.Kind;
import dev.dbops.events.received.ReceivedEvent;
import dev.dbops.redshift.WarehouseWriter;
import dev.dbops.redshift.table.WarehouseTable;
import java.util.List;
import java.util.Optional;

/** Applies TRUNCATEs, each in a transaction. */
final class Truncating {
    private final WarehouseWriter warehouse;
    private final ReceivedTables tables;

    Truncating(WarehouseWriter warehouse, ReceivedTables tables) {
        this.warehouse = warehouse;
        this.tables = tables;
    }

    /**
     * Applies a TRUNCATE, unless it is stale.
     *
     * @return the reason why it is refused; empty when the table is as if it had come in time
     * @throws OpsException when the warehouse fails or rejects a statement, as it does when the first event of the table
     *     arrives at the same time
     */
    Optional<OpsException> apply(ReceivedEvent event, WarehouseTable table, InboxDeadline deadline)
            throws InterruptedException {
        var seq = event.event().seq();
        var found = tables.find(table, deadline);
        var received = found.orElseGet(() -> new ReceivedTable(table, List.of()));
        var truncate = new ReceivedTruncate(received, found.isPresent(), event.log(), seq);
        var marks = warehouse.run(truncate.statements(), deadline.left());
        if (marks.stream().anyMatch(mark -> mark.getFirst().equals(ReceivedTable.TRUNCATED))) {
            return Optional.empty();
        }
        return Optional.of(marks.isEmpty() ? beforeOthers() : Receiving.late());
    }

    private static OpsException beforeOthers() {
        return new OpsException(
                Kind.FAILED,
                "rows without a key arrived before this TRUNCATE and are later than it, and it is unknown which they"
                        + " are",
                "compare the table with the source; a table with a primary key does not have this limit");
    }
}
