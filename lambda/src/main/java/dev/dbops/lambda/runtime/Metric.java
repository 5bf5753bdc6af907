package dev.dbops.lambda.runtime;

/** The counts of a function. */
public enum Metric {
    /** Events whose change was made in the target. */
    EVENTS_APPLIED("EventsApplied"),
    /** Events that were repeated or older than what the target has; nothing was changed. */
    EVENTS_STALE("EventsStale"),
    /** Events that could not be handled. */
    EVENTS_FAILED("EventsFailed"),
    /** Events that were given to another function, or written into a bucket. */
    EVENTS_FORWARDED("EventsForwarded"),
    /** Events that a route ignores. */
    EVENTS_DROPPED("EventsDropped"),
    /** Events that were put aside. */
    DEAD_LETTERS("DeadLetters"),
    /** Rows of new users. */
    USERS_CREATED("UsersCreated"),
    /** Rows that got the ID of a user. */
    USERS_UPDATED("UsersUpdated"),
    /** First invocations of an execution environment. */
    COLD_STARTS("ColdStarts");

    private final String label;

    Metric(String label) {
        this.label = label;
    }

    /** The metric's name in CloudWatch. */
    public String label() {
        return label;
    }
}
