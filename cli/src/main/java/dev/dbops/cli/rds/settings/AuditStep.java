package dev.dbops.cli.rds.settings;

/**
 * A part of auditing by pgAudit.
 *
 * @param step what it is
 * @param state done, missing, or off when it is not required; unknown without a connection
 * @param detail its value, or how to do it
 */
record AuditStep(String step, State state, String detail) {
    /** The state of a step. */
    enum State {
        DONE,
        MISSING,
        OFF,
        UNKNOWN
    }

    boolean isMissing() {
        return state == State.MISSING;
    }
}
