package dev.dbops.aws;

import java.time.Instant;

/** Writes the log group of a function of the emulator. */
public final class EmulatedFunctionLog {
    private final AwsEmulator aws;
    private final String group;

    /** A log group without events. */
    public EmulatedFunctionLog(AwsEmulator aws, String group) {
        this.aws = aws;
        this.group = group;
        aws.control("log-group", "{\"group\": \"%s\"}".formatted(group));
    }

    /** Writes an event of this time. */
    public EmulatedFunctionLog write(Instant time, String message) {
        return late(0, time, message);
    }

    /** Writes an event that the next requests do not see yet. */
    public EmulatedFunctionLog late(int requests, Instant time, String message) {
        aws.control(
                "log-event",
                "{\"group\": \"%s\", \"time\": %d, \"late\": %d, \"message\": \"%s\"}"
                        .formatted(group, time.toEpochMilli(), requests, EmulatedFunction.escaped(message)));
        return this;
    }

    /** Lets each page have so many events, with an empty page before it. */
    public EmulatedFunctionLog pagesOf(int events) {
        aws.control("log-page", "{\"events\": %d}".formatted(events));
        return this;
    }
}
