package dev.dbops.events.replay.postgres;

import dev.dbops.OpsException;
import dev.dbops.postgres.Database;

/**
 * The privileges of the replay's role in the target.
 *
 * @param constrained whether triggers and foreign keys stay active, since the role may not turn them off
 */
record TargetRole(boolean constrained) {
    private static final String AS_REPLICA = "SET session_replication_role = replica";

    /** Signals a replay to db-ops triggers on the target, if triggers are not turned off or always fire. */
    private static final String AS_REPLAY = "SET dbops.replay = 'on'";

    /** The settings under which values were converted to text. */
    private static final String SETTINGS = "; SET DateStyle = ISO; SET IntervalStyle = postgres; SET TimeZone = UTC;"
            + " SET lc_monetary = 'C'; SET jit = off";

    private static final String INSUFFICIENT_PRIVILEGE = "42501";

    /** Tests the privilege by using it; the session keeps the setting. */
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

    /** Returns the SQL to run at the start of a session that applies events. */
    String settings() {
        return (constrained ? "" : AS_REPLICA + "; ") + AS_REPLAY + SETTINGS;
    }
}
