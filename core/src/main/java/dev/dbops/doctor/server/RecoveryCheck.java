package dev.dbops.doctor.server;

import dev.dbops.doctor.Check;
import dev.dbops.doctor.Figures;
import dev.dbops.doctor.Finding;

/** Whether it is the primary, or a standby that follows one. */
final class RecoveryCheck {
    /** A standby that is further behind has something to catch up with, in seconds. */
    private static final double FAR_BEHIND = 300;

    private RecoveryCheck() {}

    /**
     * How it is.
     *
     * @param behind how old the last transaction is that a standby has replayed, in seconds; 0 when it has all it got
     */
    record Recovery(boolean isStandby, boolean isReadOnly, boolean isPaused, double behind) {}

    static Check<Recovery> check() {
        var query = ServerSteps.query(
                "recovery.sql",
                row -> new Recovery(
                        row.getBoolean("is_standby"),
                        row.getBoolean("is_read_only"),
                        row.getBoolean("is_paused"),
                        row.getDouble("behind")));
        return ServerSteps.ofOne(ServerSteps.RECOVERY, query, RecoveryCheck::judge);
    }

    static Finding judge(Recovery found) {
        if (found.isPaused()) {
            return ServerSteps.RECOVERY.warning(
                    "a standby whose replay is paused: what it shows gets old", "SELECT pg_wal_replay_resume()");
        }
        if (found.behind() > FAR_BEHIND) {
            return ServerSteps.RECOVERY.warning(
                    "a standby, %s behind its primary".formatted(Figures.time(found.behind())),
                    "does a long query hold up the replay? db-ops sessions");
        }
        if (found.isStandby()) {
            return ServerSteps.RECOVERY.ok("a standby: it can be read, and not written to");
        }
        return found.isReadOnly()
                ? ServerSteps.RECOVERY.warning(
                        "the primary, and default_transaction_read_only is on: it refuses to be written to",
                        "is its disk full? Then turn it off where it was set: ALTER SYSTEM, ALTER DATABASE or ALTER"
                                + " ROLE")
                : ServerSteps.RECOVERY.ok("the primary");
    }
}
