package dev.dbops.aws.rds;

/** The step that starts or stops a database in its current state. */
public enum StartStopStep {
    /** It is already in that state. */
    NOTHING,
    /** It was requested already and is in progress. */
    UNDER_WAY,
    /** AWS is to be asked. */
    REQUEST,
    /** AWS is to be asked when its current operation is complete. */
    REQUEST_LATER;

    /** Returns whether AWS is to be asked to change something. */
    public boolean changes() {
        return this == REQUEST || this == REQUEST_LATER;
    }
}
