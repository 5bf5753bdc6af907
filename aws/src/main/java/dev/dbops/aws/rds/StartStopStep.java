package dev.dbops.aws.rds;

/** The step that starts or stops a database in its current state. */
public enum StartStopStep {
    /** It is already in that state. */
    NOTHING,
    /** It was requested already and is in progress. */
    UNDER_WAY,
    /** The request is sent. */
    REQUEST,
    /** The request is sent when its current operation is complete. */
    REQUEST_LATER;

    /** Returns whether a request is sent. */
    public boolean changes() {
        return this == REQUEST || this == REQUEST_LATER;
    }
}
