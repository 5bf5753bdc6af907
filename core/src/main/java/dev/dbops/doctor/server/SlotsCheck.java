package dev.dbops.doctor.server;

import dev.dbops.doctor.Check;
import dev.dbops.doctor.Figures;
import dev.dbops.doctor.Finding;
import dev.dbops.doctor.Remedy;
import java.util.List;

/** Replication slots without a reader: the server keeps its write-ahead log for them until the disk is full. */
final class SlotsCheck {
    /** An active slot with a greater lag is not keeping up. */
    private static final long MUCH = 10L << 30;

    private SlotsCheck() {}

    /**
     * A slot.
     *
     * @param walStatus reserved, extended, unreserved or lost; empty for a slot that was never used
     * @param retained how much of the write-ahead log is kept for it, in bytes
     */
    record Slot(String name, boolean isActive, String walStatus, long retained) {
        private boolean isBad() {
            return !isActive || retained > MUCH || walStatus.equals("lost") || walStatus.equals("unreserved");
        }

        private String describe() {
            return walStatus.equals("lost")
                    ? "%s has lost the log that it had to read".formatted(name)
                    : "%s is %s, and keeps %s of the write-ahead log"
                            .formatted(name, isActive ? "read slowly" : "not read", Figures.bytes(retained));
        }
    }

    static Check<Slot> check() {
        var query = ServerSteps.query(
                "replication-slots.sql",
                row -> new Slot(
                        row.getString("slot_name"),
                        row.getBoolean("active"),
                        row.getString("wal_status"),
                        row.getLong("retained")));
        return Check.of(ServerSteps.SLOTS, query, SlotsCheck::judge);
    }

    static Finding judge(List<Slot> slots) {
        var bad = slots.stream().filter(Slot::isBad).toList();
        if (bad.isEmpty()) {
            return ServerSteps.SLOTS.ok(slots.isEmpty() ? "there are none" : "all %d are read".formatted(slots.size()));
        }
        return ServerSteps.SLOTS.warning(
                Figures.names(bad.stream().map(Slot::describe).toList()),
                Remedy.of(
                        "start its consumer, or drop it: `SELECT pg_drop_replication_slot('%s')`",
                        bad.getFirst().name()));
    }
}
