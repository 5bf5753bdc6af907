package dev.dbops.redshift.inbox;

import dev.dbops.redshift.WarehouseWriter;
import dev.dbops.redshift.table.WarehouseTable;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/** Forgets what was received so long ago that no earlier event of the same row comes any more. */
final class Forgetting {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss").withZone(ZoneOffset.UTC);

    private final WarehouseWriter warehouse;
    private final ReceivedTables tables;
    private final Duration memory;

    /**
     * @param memory how long events are remembered
     */
    Forgetting(WarehouseWriter warehouse, ReceivedTables tables, Duration memory) {
        this.warehouse = warehouse;
        this.tables = tables;
        this.memory = memory;
    }

    /** Forgets events of a log. */
    void run(WarehouseTable table, String log, InboxDeadline deadline) throws InterruptedException {
        var received = tables.find(table, deadline);
        if (received.isPresent()) {
            var before = TIME.format(Instant.now().minus(memory));
            warehouse.run(received.get().forget(log, before), deadline.left());
        }
    }
}
