package dev.dbops.doctor.server;

import dev.dbops.doctor.Check;
import dev.dbops.doctor.Figures;
import dev.dbops.doctor.Finding;
import dev.dbops.doctor.Remedy;
import java.util.List;

/** Sessions that wait for locks, and the sessions that block them. */
final class LocksCheck {
    private LocksCheck() {}

    /**
     * A session that waits for a lock.
     *
     * @param waiting the longest possible wait, in seconds; 0 if this role cannot see it
     * @param blockedBy the processes that it waits for
     */
    record Waiting(int pid, String user, double waiting, String blockedBy) {
        private String describe() {
            return "pid %d (%s) waits for pid %s%s"
                    .formatted(pid, user, blockedBy, waiting > 0 ? " since " + Figures.time(waiting) : "");
        }
    }

    static Check<Waiting> check(Thresholds patience) {
        var query = ServerSteps.query(
                "waiting.sql",
                row -> new Waiting(
                        row.getInt("pid"),
                        row.getString("usename"),
                        row.getDouble("waiting"),
                        row.getString("blocked_by")));
        return Check.of(ServerSteps.LOCKS, query, rows -> judge(rows, patience));
    }

    private static Finding judge(List<Waiting> rows, Thresholds patience) {
        var blocked = rows.stream()
                .filter(each ->
                        each.waiting() == 0 || each.waiting() > patience.lock().toMillis() / 1000.0)
                .map(Waiting::describe)
                .toList();
        return blocked.isEmpty()
                ? ServerSteps.LOCKS.ok("nobody waits for long")
                : ServerSteps.LOCKS.warning(Figures.names(blocked), Remedy.command("db-ops sessions --blocking"));
    }
}
