package dev.dbops.cli.events;

import dev.dbops.aws.AwsClients;
import dev.dbops.aws.kinesis.KinesisStream;
import dev.dbops.aws.kinesis.KinesisTarget;
import dev.dbops.aws.message.MessageSink;
import dev.dbops.aws.message.MessageTarget;
import dev.dbops.aws.queue.Queue;
import dev.dbops.aws.queue.QueueTarget;
import dev.dbops.cli.aws.AwsOptions;
import dev.dbops.events.EventLog;
import dev.dbops.events.replay.Sink;
import java.util.function.Consumer;
import java.util.function.Function;

/** A data stream of Amazon Kinesis, or a queue of Amazon SQS, as the destination of events. */
final class MessageDestination implements Destination {
    private static final String KINESIS = "kinesis:";
    private static final String SQS = "sqs:";

    private final AwsOptions aws;
    private final String name;
    private final String description;
    private final String region;
    private final Function<AwsClients, MessageTarget> target;
    private boolean isToldOfOrder;

    /**
     * @param name the kind and name, for the consumer
     * @param isOrdered whether a row's changes keep their order
     */
    private MessageDestination(
            AwsOptions aws,
            String name,
            String description,
            String region,
            boolean isOrdered,
            Function<AwsClients, MessageTarget> target) {
        this.aws = aws;
        this.name = name;
        this.description = description;
        this.region = region;
        this.isToldOfOrder = isOrdered;
        this.target = target;
    }

    static boolean isMeant(String to) {
        return to.startsWith(KINESIS) || to.startsWith(SQS);
    }

    static MessageDestination parse(AwsOptions aws, String to) {
        return to.startsWith(KINESIS)
                ? stream(aws, KinesisStream.parse(to.substring(KINESIS.length())))
                : queue(aws, Queue.parse(to.substring(SQS.length())));
    }

    private static MessageDestination stream(AwsOptions aws, KinesisStream stream) {
        var region = aws.regionOf(stream.region(), stream.description());
        return new MessageDestination(
                aws,
                KINESIS + stream.name(),
                stream.description(),
                region,
                true,
                clients -> KinesisTarget.open(clients, stream));
    }

    private static MessageDestination queue(AwsOptions aws, Queue queue) {
        var region = aws.regionOf(queue.region(), queue.description());
        return new MessageDestination(
                aws,
                SQS + queue.name(),
                queue.description(),
                region,
                queue.isFifo(),
                clients -> QueueTarget.open(clients, queue));
    }

    /** Includes the region: a stream or queue of that name in another region is another sink. */
    @Override
    public String consumer() {
        return name + "@" + region;
    }

    @Override
    public String description() {
        return description + " in " + region;
    }

    /** Needs none: messages are only added. */
    @Override
    public void confirm() {}

    @Override
    public Sink open(EventLog log, String consumer, EventsReplayOptions choice, Consumer<String> notes) {
        if (!isToldOfOrder) {
            isToldOfOrder = true;
            notes.accept(
                    "a standard queue has no order, and may deliver a message more than once; a FIFO queue keeps the"
                            + " order of each row");
        }
        return aws.open(region, clients -> new MessageSink(clients, target.apply(clients), choice.format(log)));
    }
}
