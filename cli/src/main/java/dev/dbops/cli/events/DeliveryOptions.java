package dev.dbops.cli.events;

import dev.dbops.OpsException;
import dev.dbops.OpsException.Kind;
import dev.dbops.cli.command.CommandSpecBuilder;
import dev.dbops.events.capture.Delivery;
import java.util.List;

/** The options for immediate delivery of changes: {@code --notify}, {@code --lambda}. */
final class DeliveryOptions {
    private String channel = "";
    private String lambda = "";
    private String invocation = "Event";
    private boolean abortOnError;

    void describe(CommandSpecBuilder model) {
        model.option(
                        "--notify",
                        "CHANNEL",
                        "Also send a NOTIFY on this channel for each event.",
                        value -> channel = required(value, "--notify"))
                .option(
                        "--lambda",
                        "ARN",
                        "Also call this Lambda function for each statement, with the aws_lambda extension of RDS.",
                        value -> lambda = required(value, "--lambda"))
                .choice(
                        "--lambda-invocation",
                        "TYPE",
                        "Event (asynchronous), or RequestResponse (synchronous). Default: Event.",
                        List.of("Event", "RequestResponse"),
                        value -> invocation = value)
                .choice(
                        "--lambda-errors",
                        "WHAT",
                        "Action if a call fails: warn, or abort the statement. Default: warn.",
                        List.of("warn", "abort"),
                        value -> abortOnError = isAbort(value));
    }

    private static String required(String value, String option) {
        if (value.isBlank()) {
            throw new OpsException(Kind.USAGE, "%s is empty".formatted(option), "leave it out, or pass a name");
        }
        return value;
    }

    private static boolean isAbort(String value) {
        if (!value.equals("warn") && !value.equals("abort")) {
            throw new OpsException(
                    Kind.USAGE,
                    "--lambda-errors is warn or abort, not \"%s\"".formatted(value),
                    "with warn, the statement continues; the log has its events in either case");
        }
        return value.equals("abort");
    }

    Delivery delivery() {
        return new Delivery(channel, lambda, invocation, abortOnError);
    }
}
