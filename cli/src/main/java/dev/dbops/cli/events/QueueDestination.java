package dev.dbops.cli.events;

import dev.dbops.aws.message.MessageSink;
import dev.dbops.aws.queue.Queue;
import dev.dbops.aws.queue.QueueTarget;
import dev.dbops.cli.aws.AwsOptions;
import dev.dbops.events.EventLog;
import dev.dbops.events.replay.Sink;
import java.util.function.Consumer;

/** A queue of Amazon SQS as the destination of events. */
final class QueueDestination implements Destination {
    private static final String SQS = "sqs:";

    private final AwsOptions aws;
    private final Queue queue;
    private final String region;
    private boolean told;

    private QueueDestination(AwsOptions aws, Queue queue, String region) {
        this.aws = aws;
        this.queue = queue;
        this.region = region;
    }

    static boolean isMeant(String to) {
        return to.startsWith(SQS);
    }

    static QueueDestination parse(AwsOptions aws, String to) {
        var queue = Queue.parse(to.substring(SQS.length()));
        return new QueueDestination(aws, queue, aws.regionOf(queue.region(), queue.description()));
    }

    /** Includes the region: a queue of that name in another region is another sink. */
    @Override
    public String consumer() {
        return SQS + queue.name() + "@" + region;
    }

    @Override
    public String description() {
        return queue.description() + " in " + region;
    }

    /** Needs none: messages are only added. */
    @Override
    public void confirm() {}

    @Override
    public Sink open(EventLog log, String consumer, EventsReplayOptions choice, Consumer<String> notes) {
        if (!queue.isFifo() && !told) {
            told = true;
            notes.accept(
                    "a standard queue has no order, and may deliver a message more than once; a FIFO queue keeps the"
                            + " order of each row");
        }
        return aws.open(
                region, clients -> new MessageSink(clients, QueueTarget.open(clients, queue), choice.format(log)));
    }
}
