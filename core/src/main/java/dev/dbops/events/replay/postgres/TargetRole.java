package dev.dbops.events.replay.postgres;

import dev.dbops.OpsException;
import dev.dbops.postgres.Database;

/**
 * What the role that replays may do in the target.
 *
 * @param constrained whether triggers and foreign keys stay at work, since it may not turn them off
 */
record TargetRole(boolean constrained) {
    private static final String AS_REPLICA = "SET session_replication_role = replica";

    /** Tells our own triggers on the target, where the role may not turn off all of them. */
    private static final String AS_REPLAY = "SET dbops.replay = 'on'";

    /** The settings under which values became text. */
    private static final String SETTINGS = "; SET DateStyle = ISO; SET IntervalStyle = postgres; SET TimeZone = UTC;"
            + " SET lc_monetary = 'C'; SET jit = off";

    private static final String INSUFFICIENT_PRIVILEGE = "42501";

    /** Finds out by trying; the session stays as it is after that. */
    static TargetRole of(Database database) {
        try {
            database.executeAsIs(AS_REPLICA);
            return new TargetRole(false);
        } catch (OpsException e) {
            if (TransientFailure.sqlState(e).equals(INSUFFICIENT_PRIVILEGE)) {
                return new TargetRole(true);
            }
            throw e;
        }
    }

    /** The SQL with which a session begins that applies events. */
    String settings() {
        return (constrained ? AS_REPLAY : AS_REPLICA) + SETTINGS;
    }
}
