package dev.dbops.aws.rds;

/** What is to be done so that a database is started, or stopped, as it is now. */
public enum StartStopStep {
    /** It is so already. */
    NOTHING,
    /** It was asked for already and is under way. */
    UNDER_WAY,
    /** AWS is to be asked. */
    REQUEST,
    /** AWS is to be asked when what it is doing now is over. */
    REQUEST_LATER;

    /** Whether AWS is to be asked to change something. */
    public boolean changes() {
        return this == REQUEST || this == REQUEST_LATER;
    }
}
