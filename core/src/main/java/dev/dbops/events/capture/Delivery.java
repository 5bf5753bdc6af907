package dev.dbops.events.capture;

import dev.dbops.OpsException;
import dev.dbops.OpsException.Kind;
import java.nio.charset.StandardCharsets;

/**
 * The immediate delivery of changes, in addition to the log.
 *
 * @param channel the channel of LISTEN; empty for none
 * @param lambda a Lambda function, by its ARN; empty for none
 * @param invocation the invocation type: Event, without waiting for the function, or RequestResponse
 * @param abortOnError whether a failed call makes the statement fail
 */
public record Delivery(String channel, String lambda, String invocation, boolean abortOnError) {
    /** No delivery: followers read the log. */
    public static final Delivery NONE = new Delivery("", "", "Event", false);

    private static final int LONGEST_CHANNEL = 63;

    public Delivery {
        if (channel.getBytes(StandardCharsets.UTF_8).length > LONGEST_CHANNEL) {
            throw new OpsException(
                    Kind.USAGE,
                    "the channel's name is longer than 63 bytes",
                    "choose a shorter name; LISTEN has the same limit");
        }
        if (!invocation.equals("Event") && !invocation.equals("RequestResponse")) {
            throw new OpsException(
                    Kind.USAGE,
                    "\"%s\" is not an invocation type of Lambda".formatted(invocation),
                    "choose Event, which does not wait for the function, or RequestResponse");
        }
        if (lambda.isEmpty() && (abortOnError || !invocation.equals("Event"))) {
            throw new OpsException(
                    Kind.USAGE,
                    "no Lambda function is named",
                    "--lambda-errors and --lambda-invocation go with --lambda");
        }
    }

    /** Returns whether there is no delivery. */
    boolean isNone() {
        return channel.isEmpty() && lambda.isEmpty();
    }
}
