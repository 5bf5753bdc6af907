package dev.dbops.cli.events;

import dev.dbops.OpsException;
import dev.dbops.OpsException.Kind;
import dev.dbops.cli.aws.AwsOptions;
import dev.dbops.cli.command.Context;
import dev.dbops.events.EventLog;
import dev.dbops.events.TableEvents;
import dev.dbops.events.replay.Sink;
import dev.dbops.target.ConnectionTarget;
import java.util.List;
import java.util.function.Consumer;

/** The destination of events that {@code --to} names. */
interface Destination {
    /** The forms of the value, for help. */
    String FORMS = "env:NAME (NAME_CONNECTION_URL), postgresql://HOST/NAME, local:NAME, redshift://HOST/NAME,"
            + " kafka://BROKER/PREFIX, file:PATH, - (standard output), lambda:NAME, kinesis:STREAM, sqs:QUEUE or"
            + " s3://BUCKET/PREFIX";

    /**
     * Parses the value of {@code --to}, without connecting.
     *
     * @param aws the options for destinations in AWS
     * @throws OpsException of kind USAGE when it is not a destination, or does not support an option that was given
     */
    static Destination parse(Context context, AwsOptions aws, String to) {
        if (FunctionDestination.isMeant(to)) {
            return FunctionDestination.parse(aws, to);
        }
        if (MessageDestination.isMeant(to)) {
            return MessageDestination.parse(aws, to);
        }
        if (S3Destination.isMeant(to)) {
            return S3Destination.parse(aws, to);
        }
        var destination = outsideAws(context, aws, to);
        if (aws.given() && !destination.isWarehouse() && !destination.isKafka()) {
            throw new OpsException(
                    Kind.USAGE,
                    "--region and --profile apply only to a sink in AWS, to --stage of a warehouse, and to a login of"
                            + " Kafka with IAM",
                    "leave them out, or deliver the events to lambda:NAME, kinesis:STREAM, sqs:QUEUE or"
                            + " s3://BUCKET/PREFIX");
        }
        return destination;
    }

    private static Destination outsideAws(Context context, AwsOptions aws, String to) {
        if (to.isEmpty()) {
            throw unknown("--to is missing");
        }
        if (DatabaseDestination.isMeant(to)) {
            var target = DatabaseDestination.target(context, to);
            return target.isRedshift()
                    ? new WarehouseDestination(context, aws, target)
                    : new DatabaseDestination(context, target);
        }
        if (FileDestination.isMeant(to)) {
            return FileDestination.parse(context, to);
        }
        if (KafkaDestination.isMeant(to)) {
            return KafkaDestination.parse(context, aws, to);
        }
        if (to.equals(StreamDestination.NAME)) {
            return new StreamDestination(context);
        }
        // what follows may hold a password
        throw unknown(
                "\"%s\" is not a sink".formatted(to.indexOf(':') < 0 ? to : to.substring(0, to.indexOf(':') + 1)));
    }

    private static OpsException unknown(String reason) {
        return new OpsException(Kind.USAGE, reason, "pass --to " + FORMS);
    }

    /** Returns the default name of the consumer, which differs for each sink. */
    String consumer();

    /**
     * Returns the name of the consumer that a replay without {@code --name} continues: the default, unless the sink knows
     * this log under another.
     */
    default String consumerOf(ConnectionTarget source) {
        return consumer();
    }

    /** Returns its kind and location, for messages. */
    default String description() {
        return consumer();
    }

    /** Asks for the confirmation that is required before it is written to. */
    void confirm();

    /** Returns whether events go to standard output: then no result is printed there. */
    default boolean isOutput() {
        return false;
    }

    /** Returns whether it gets events as text, in the chosen format. */
    default boolean takesText() {
        return true;
    }

    /** Returns whether events are applied to the tables of a database. */
    default boolean isDatabase() {
        return false;
    }

    /** Returns whether events become messages of Kafka. */
    default boolean isKafka() {
        return false;
    }

    /** Returns whether events are applied to the tables of a warehouse. */
    default boolean isWarehouse() {
        return false;
    }

    /**
     * Returns the statements that a replay would create tables with.
     *
     * @param tables the tables with events
     */
    default List<String> definitions(ConnectionTarget source, EventsReplayOptions choice, List<TableEvents> tables) {
        return List.of();
    }

    /** Returns whether it is a file that can be rotated. */
    default boolean isFile() {
        return false;
    }

    /** Returns whether it is a bucket, whose objects are stored after some time or at some size. */
    default boolean isBucket() {
        return false;
    }

    /** Returns whether a replay without {@code --name} resumes where the last one stopped. */
    default boolean keepsPosition() {
        return true;
    }

    /**
     * Opens it for a replay with these options.
     *
     * @param notes takes what the user should know while the replay runs
     */
    Sink open(EventLog log, String consumer, EventsReplayOptions choice, Consumer<String> notes);
}
