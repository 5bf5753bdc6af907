package dev.dbops.events.replay.postgres;

import dev.dbops.OpsException;
import dev.dbops.postgres.Database;
import java.time.Duration;

/**
 * The privileges of the replay's role in the target.
 *
 * @param constrained whether triggers and foreign keys stay active, since the role may not turn them off
 */
public record TargetRole(boolean constrained) {
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
            return refused(e);
        }
    }

    /**
     * Tests the privilege by using it in the open transaction, which must be rolled back afterwards. The session keeps
     * nothing: it may be one of a proxy.
     */
    public static TargetRole inTransaction(Database database) {
        try {
            database.executeAsIs(AS_REPLICA.replace("SET", "SET LOCAL"));
            return new TargetRole(false);
        } catch (OpsException e) {
            return refused(e);
        }
    }

    private static TargetRole refused(OpsException failure) {
        if (TransientFailure.sqlState(failure).equals(INSUFFICIENT_PRIVILEGE)) {
            return new TargetRole(true);
        }
        throw failure;
    }

    /** Returns the SQL to run at the start of a session that applies events. */
    String settings() {
        return (constrained ? "" : AS_REPLICA + "; ") + AS_REPLAY + SETTINGS;
    }

    /**
     * Returns the SQL to run at the start of a transaction that applies events; the session keeps nothing.
     *
     * @param limit the longest time of a statement
     */
    public String localSettings(Duration limit) {
        return settings().replace("SET ", "SET LOCAL ") + "; SET LOCAL statement_timeout = " + limit.toMillis();
    }
}
