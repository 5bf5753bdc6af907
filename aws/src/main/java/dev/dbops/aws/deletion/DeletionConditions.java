package dev.dbops.aws.deletion;

import dev.dbops.OpsException;
import dev.dbops.OpsException.Kind;
import dev.dbops.aws.rds.DatabaseInstance;

/** Checks what AWS requires of an instance or a cluster before it deletes it. */
final class DeletionConditions {
    private final DatabaseInstance database;
    private final DatabaseDeletion.Choice choice;

    DeletionConditions(DatabaseInstance database, DatabaseDeletion.Choice choice) {
        this.database = database;
        this.choice = choice;
    }

    /**
     * Checks its state.
     *
     * @throws OpsException of kind FAILED when it is being deleted, or AWS cannot make the final snapshot in this state
     */
    void requireDeletable(String state) {
        if (state.equals("deleting")) {
            throw new OpsException(
                    Kind.FAILED,
                    "%s is being deleted already".formatted(database.description()),
                    "wait until it is deleted: db-ops rds-status --instance " + database.name());
        }
        var broken = state.equals("failed")
                || state.equals("creating")
                || state.equals("incompatible-restore")
                || state.equals("incompatible-network");
        if (broken && choice.finalSnapshot()) {
            throw new OpsException(
                    Kind.FAILED,
                    "%s is %s, and AWS makes no snapshot of it".formatted(database.description(), state),
                    "delete it without one: --no-final-snapshot");
        }
    }

    /**
     * Checks that a cluster runs: "You can't delete a stopped DB cluster" ("Deleting Aurora DB clusters and DB
     * instances" in the user guide).
     *
     * @param cluster the cluster as a message describes it
     * @throws OpsException of kind FAILED when it is stopped
     */
    void requireRunning(String cluster, String state, String name) {
        if (state.equals("stopped") || state.equals("stopping")) {
            throw new OpsException(
                    Kind.FAILED,
                    "%s is %s, and AWS deletes only a running one".formatted(cluster, state),
                    "start it first: db-ops rds-start --instance %s --wait".formatted(name));
        }
    }

    /**
     * Checks that AWS can turn its protection off: "You can't modify a stopped DB instance" ("Stopping an Amazon RDS DB
     * instance temporarily" in the user guide).
     *
     * @throws OpsException of kind FAILED when it is stopped
     */
    void requireModifiable(String state) {
        if (state.equals("stopped") || state.equals("stopping")) {
            throw new OpsException(
                    Kind.FAILED,
                    "%s is %s, and AWS turns deletion protection off only while it runs"
                            .formatted(database.description(), state),
                    "start it first: db-ops rds-start --instance %s --wait".formatted(database.name()));
        }
    }

    /**
     * Returns whether deletion protection is on and has to be turned off first.
     *
     * @throws OpsException of kind REFUSED when it is on and the options do not turn it off
     */
    boolean turnsProtectionOff(Boolean isProtected) {
        if (!Boolean.TRUE.equals(isProtected)) {
            return false;
        }
        if (!choice.disableProtection()) {
            throw new OpsException(
                    Kind.REFUSED,
                    "%s has deletion protection".formatted(database.description()),
                    "to delete it anyway: db-ops rds-delete --instance %s --disable-deletion-protection"
                            .formatted(database.name()));
        }
        return true;
    }

    /**
     * Refuses the name of a final snapshot for a database that gets none.
     *
     * @param what the kind of database, such as "a read replica"
     * @throws OpsException of kind USAGE when the options name a snapshot
     */
    void refuseNamedSnapshot(String what) {
        if (choice.snapshotName().isPresent()) {
            throw new OpsException(
                    Kind.USAGE,
                    "%s is %s, and AWS makes no final snapshot of it".formatted(database.description(), what),
                    "omit --final-snapshot; db-ops rds-snapshot makes a snapshot of its source");
        }
    }
}
