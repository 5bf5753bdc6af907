package dev.dbops.events.snapshot;

import dev.dbops.events.Position;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The transactions that a snapshot shows (PostgreSQL documentation, section 9.27, pg_visible_in_snapshot). IDs are unsigned.
 */
final class ShownTransactions {
    private final String snapshot;
    private final long first;
    private final long end;
    private final Set<String> open;

    /**
     * @param snapshot the text of a pg_snapshot
     */
    ShownTransactions(String snapshot) {
        var parts = snapshot.split(":", -1);
        this.snapshot = snapshot;
        this.first = Long.parseUnsignedLong(parts[0]);
        this.end = Long.parseUnsignedLong(parts[1]);
        this.open = new HashSet<>(List.of(parts[2].split(",")));
    }

    boolean has(String xid) {
        var id = Long.parseUnsignedLong(xid);
        return Long.compareUnsigned(id, first) < 0 || Long.compareUnsigned(id, end) < 0 && !open.contains(xid);
    }

    /** Returns whether a position is later than the snapshot: no event after it is of such a transaction. */
    boolean isBefore(Position position) {
        return Position.after(position.log(), snapshot).compareTo(Position.after(position.log(), position.from())) <= 0;
    }
}
