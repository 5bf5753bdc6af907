package dev.dbops.aws.rds;

/** Waits until an instance or a cluster is running again after a change. */
public final class ChangeWait {
    /** For some seconds after a request, AWS reports the state before it. */
    private static final int LOOKS_AT_OLD_STATE = 5;

    private final DatabaseInstances instances;
    private final WaitTimer patience;

    public ChangeWait(DatabaseInstances instances, WaitTimer patience) {
        this.instances = instances;
        this.patience = patience;
    }

    /** The answer to whether a change is complete, at each check of a running database. */
    public interface Completion {
        /**
         * Called when the database is running.
         *
         * @param changed whether it was in another state since the request, or had the time for it
         */
        boolean reached(boolean changed);
    }

    /**
     * Waits.
     *
     * @param database the database before the request
     * @return the database after the change
     * @throws dev.dbops.OpsException when its state cannot lead to that; of kind TIMEOUT when it takes too long
     */
    public DatabaseInstance until(DatabaseInstance database, Completion completion) {
        try {
            var left = false;
            for (var looks = 1; true; looks++) {
                var now = instances.refresh(database);
                patience.saw(now.description(), now.state());
                var phase = Phase.of(now.state());
                left |= phase != Phase.RUNNING;
                if (phase == Phase.RUNNING && completion.reached(left || looks > LOOKS_AT_OLD_STATE)) {
                    return now;
                }
                if (!now.state().equals(database.state()) || looks > LOOKS_AT_OLD_STATE) {
                    StateWait.refuseDeadEnd(Phase.RUNNING, phase, now, phase == Phase.STOPPED);
                }
                StateWait.pause(patience, now, phase == Phase.RUNNING ? "being changed" : now.state());
            }
        } finally {
            patience.over();
        }
    }
}
