package dev.dbops.aws.rds;

import dev.dbops.OpsException;
import dev.dbops.OpsException.Kind;

/** Waits until an instance or a cluster is in the requested state, or in a state that cannot lead to it. */
final class StateWait {
    private final DatabaseInstances instances;
    private final WaitTimer patience;

    StateWait(DatabaseInstances instances, WaitTimer patience) {
        this.instances = instances;
        this.patience = patience;
    }

    /**
     * Waits.
     *
     * @param wanted RUNNING or STOPPED
     * @return the database in that state
     * @throws OpsException when its state cannot lead to the requested one; of kind TIMEOUT when it takes too long
     */
    DatabaseInstance until(Phase wanted, DatabaseInstance database) {
        try {
            return look(wanted, database);
        } finally {
            patience.over();
        }
    }

    private DatabaseInstance look(Phase wanted, DatabaseInstance database) {
        var onTheWay = false;
        while (true) {
            var now = instances.refresh(database);
            patience.saw(now.description(), now.state());
            var phase = Phase.of(now.state());
            if (phase == wanted) {
                return now;
            }
            refuseDeadEnd(wanted, phase, now, onTheWay);
            onTheWay |= phase == (wanted == Phase.RUNNING ? Phase.CHANGING : Phase.STOPPING);
            pause(patience, now, now.state());
        }
    }

    /**
     * Pauses before the next check of a database.
     *
     * @param unfinished its current state
     */
    static void pause(WaitTimer patience, DatabaseInstance now, String unfinished) {
        patience.pause(
                now.description(),
                "%s is still %s".formatted(now.description(), unfinished),
                "db-ops rds-status --instance " + now.name());
    }

    /** Right after the request, AWS may still report the earlier state; later, that state means that the change failed. */
    static void refuseDeadEnd(Phase wanted, Phase phase, DatabaseInstance now, boolean onTheWay) {
        switch (phase) {
            case BROKEN ->
                throw new OpsException(
                        Kind.FAILED, "%s is %s".formatted(now.description(), now.state()), Phase.remedy(now.state()));
            case DELETING -> throw new OpsException(Kind.FAILED, "%s is being deleted".formatted(now.description()));
            case STOPPED, STOPPING -> {
                if (wanted == Phase.RUNNING && (onTheWay || phase == Phase.STOPPING)) {
                    throw turnedBack(now);
                }
            }
            case RUNNING -> {
                if (onTheWay) {
                    throw turnedBack(now);
                }
            }
            case CHANGING -> {}
        }
    }

    private static OpsException turnedBack(DatabaseInstance now) {
        return new OpsException(
                Kind.FAILED,
                "%s is %s again".formatted(now.description(), now.state()),
                "another user changed it, or AWS failed; see its events: db-ops rds-events --instance " + now.name());
    }
}
