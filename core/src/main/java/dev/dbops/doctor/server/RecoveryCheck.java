package dev.dbops.doctor.server;

import dev.dbops.doctor.Check;
import dev.dbops.doctor.Figures;
import dev.dbops.doctor.Finding;
import dev.dbops.doctor.Remedy;

/** Reports whether the server is the primary or a standby, and how far a standby lags. */
final class RecoveryCheck {
    /** A standby with a greater lag is not up to date, in seconds. */
    private static final double FAR_BEHIND = 300;

    private RecoveryCheck() {}

    /**
     * The recovery state.
     *
     * @param behind the age of the last transaction replayed by a standby, in seconds; 0 if it has replayed all it
     *     received
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
                    "a standby whose replay is paused: its data become outdated",
                    Remedy.command("SELECT pg_wal_replay_resume()"));
        }
        if (found.behind() > FAR_BEHIND) {
            return ServerSteps.RECOVERY.warning(
                    "a standby, %s behind its primary".formatted(Figures.time(found.behind())),
                    Remedy.of("look for a long query that delays the replay: `db-ops sessions`"));
        }
        if (found.isStandby()) {
            return ServerSteps.RECOVERY.ok("a standby: it can be read, and not written to");
        }
        return found.isReadOnly()
                ? ServerSteps.RECOVERY.warning(
                        "the primary, and default_transaction_read_only is on: it refuses to be written to",
                        "is its disk full? Then turn it off where it was set: for the server, the database or the role")
                : ServerSteps.RECOVERY.ok("the primary");
    }
}
