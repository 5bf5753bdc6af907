package dev.dbops.cli.events;

import dev.dbops.aws.kinesis.KinesisStream;
import dev.dbops.aws.kinesis.KinesisTarget;
import dev.dbops.aws.message.MessageSink;
import dev.dbops.cli.aws.AwsOptions;
import dev.dbops.events.EventLog;
import dev.dbops.events.replay.Sink;
import java.util.function.Consumer;

/** A data stream of Amazon Kinesis as the destination of events. */
final class KinesisDestination implements Destination {
    private static final String KINESIS = "kinesis:";

    private final AwsOptions aws;
    private final KinesisStream stream;
    private final String region;

    private KinesisDestination(AwsOptions aws, KinesisStream stream, String region) {
        this.aws = aws;
        this.stream = stream;
        this.region = region;
    }

    static boolean isMeant(String to) {
        return to.startsWith(KINESIS);
    }

    static KinesisDestination parse(AwsOptions aws, String to) {
        var stream = KinesisStream.parse(to.substring(KINESIS.length()));
        return new KinesisDestination(aws, stream, aws.regionOf(stream.region(), stream.description()));
    }

    /** Includes the region: a stream of that name in another region is another sink. */
    @Override
    public String consumer() {
        return KINESIS + stream.name() + "@" + region;
    }

    @Override
    public String description() {
        return stream.description() + " in " + region;
    }

    /** Needs none: records are only added. */
    @Override
    public void confirm() {}

    @Override
    public Sink open(EventLog log, String consumer, EventsReplayOptions choice, Consumer<String> notes) {
        return aws.open(
                region, clients -> new MessageSink(clients, KinesisTarget.open(clients, stream), choice.format(log)));
    }
}
