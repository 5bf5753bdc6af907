package dev.dbops.events.connect;

/** The encodings of dates and times, by the values of Debezium's {@code time.precision.mode}. */
public enum TimePrecision {
    /** Milliseconds or microseconds, by the precision of the column. */
    adaptive,
    /** The same, but times always in microseconds. */
    adaptive_time_microseconds,
    /** The types of Kafka Connect itself, in milliseconds. */
    connect,
    /** Text as in ISO 8601. */
    isostring,
    microseconds,
    nanoseconds
}
