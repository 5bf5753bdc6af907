package dev.dbops.cli.events;

import dev.dbops.OpsException;
import dev.dbops.OpsException.Kind;
import dev.dbops.cli.aws.AwsOptions;
import dev.dbops.cli.command.Context;
import dev.dbops.events.EventLog;
import dev.dbops.events.replay.Sink;

/** Where {@code --to} says that events go. */
interface Destination {
    /**
     * Reads what {@code --to} says; connects to nothing.
     *
     * @param aws for what is in AWS
     * @throws OpsException of kind USAGE when it means nothing, or options were given that mean nothing to it
     */
    static Destination parse(Context context, AwsOptions aws, String to) {
        if (FunctionDestination.isMeant(to)) {
            return FunctionDestination.parse(aws, to);
        }
        var destination = outsideAws(context, to);
        if (aws.given()) {
            throw new OpsException(
                    Kind.USAGE,
                    "--region and --profile are for a Lambda function, and the sink is none",
                    "leave them out, or bring the events to lambda:NAME");
        }
        return destination;
    }

    private static Destination outsideAws(Context context, String to) {
        if (to.isEmpty()) {
            throw unknown("no sink is named");
        }
        if (DatabaseDestination.isMeant(to)) {
            return DatabaseDestination.parse(context, to);
        }
        if (FileDestination.isMeant(to)) {
            return FileDestination.parse(context, to);
        }
        if (to.equals(StreamDestination.NAME)) {
            return new StreamDestination(context);
        }
        // what follows may hold a password
        throw unknown("\"%s\" is no sink".formatted(to.indexOf(':') < 0 ? to : to.substring(0, to.indexOf(':') + 1)));
    }

    private static OpsException unknown(String reason) {
        return new OpsException(
                Kind.USAGE,
                reason,
                "pass --to env:NAME (for NAME_CONNECTION_URL), postgresql://HOST/NAME, local:NAME, file:PATH, - or"
                        + " lambda:NAME");
    }

    /** The consumer's name where none is given: another one for each sink. */
    String consumer();

    /** What and where it is, for people. */
    default String description() {
        return consumer();
    }

    /** Asks for what must be confirmed before it is written to. */
    void confirm();

    /** Whether events go to standard output, which has no room for a result then. */
    default boolean isOutput() {
        return false;
    }

    /** Whether it gets events as text, in the format that was chosen. */
    default boolean takesText() {
        return true;
    }

    /** Opens it, to be written as the choice says. */
    Sink open(EventLog log, String consumer, ReplayChoice choice);
}
