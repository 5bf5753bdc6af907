package dev.dbops.events.inbox;

import dev.dbops.OpsException;
import dev.dbops.OpsException.Kind;
import dev.dbops.events.inbox.Receipts.State;
import dev.dbops.events.replay.DeliveryFailure;
import dev.dbops.events.replay.postgres.TargetTables;
import dev.dbops.events.replay.postgres.TruncatedTable;
import dev.dbops.postgres.Database;
import java.util.List;

/** Applies a TRUNCATE that may arrive after later changes of the table: their rows stay. */
final class InboxTruncation {
    /** Returns the table's id if this TRUNCATE is news. */
    private static final String TAKE = """
        UPDATE dbops.received_table
           SET truncated = ?
         WHERE log_id = ? AND schema_name = ? AND table_name = ? AND truncated < ? AND pruned < ?
        RETURNING id
        """;

    private static final String IS_LATE = """
        SELECT truncated < ? FROM dbops.received_table WHERE log_id = ? AND schema_name = ? AND table_name = ?
        """;

    private static final String LATER_KEYS = "SELECT key FROM dbops.received WHERE table_id = ? AND seq > ?";

    private static final String FORGET = "DELETE FROM dbops.received WHERE table_id = ? AND seq < ?";

    private final TargetTables tables;

    InboxTruncation(TargetTables tables) {
        this.tables = tables;
    }

    /**
     * Applies it in the open transaction, which has locked the table.
     *
     * @throws DeliveryFailure when rows without a key arrived that are later than it
     */
    State run(Database database, Arrival arrival) {
        var event = arrival.received().event();
        var log = arrival.received().log();
        var seq = event.seq();
        var id = database.query(TAKE, row -> row.getInt(1), seq, log, event.schema(), event.table(), seq, seq);
        if (id.isEmpty()) {
            var late = database.query(IS_LATE, row -> row.getBoolean(1), seq, log, event.schema(), event.table());
            if (late.isEmpty()) {
                // the table is no longer registered
                return State.FORGOTTEN;
            }
            return late.getFirst() ? State.LATE : State.STALE;
        }
        var later = database.query(LATER_KEYS, row -> row.getString(1), id.getFirst(), seq);
        remove(database, arrival, later);
        database.execute(FORGET, id.getFirst(), seq);
        return State.NEW;
    }

    private void remove(Database database, Arrival arrival, List<String> later) {
        var table = TruncatedTable.of(
                tables, database, arrival.event().schema(), arrival.event().table());
        if (later.isEmpty()) {
            table.truncate(database);
        } else if (later.getFirst().startsWith("{")) {
            table.deleteExcept(database, later);
        } else {
            throw new DeliveryFailure(
                    0,
                    new OpsException(
                            Kind.FAILED,
                            "rows without a key arrived before this TRUNCATE, and it is unknown which they are",
                            "compare the table with the source; a table with a primary key does not have this limit"));
        }
    }
}
