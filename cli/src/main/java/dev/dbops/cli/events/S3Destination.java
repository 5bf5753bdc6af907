package dev.dbops.cli.events;

import dev.dbops.aws.bucket.BucketPlace;
import dev.dbops.aws.bucket.BucketSink;
import dev.dbops.cli.aws.AwsOptions;
import dev.dbops.events.EventLog;
import dev.dbops.events.replay.Sink;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;

/** A bucket of Amazon S3 as the destination of events. */
final class S3Destination implements Destination {
    private static final String S3 = "s3:";

    /** Lines of this size are a tenth of it when they are compressed, and fit in memory. */
    private static final long SIZE = 32_000_000;

    private static final Duration AGE = Duration.ofMinutes(1);

    private final AwsOptions aws;
    private final BucketPlace place;
    private final String region;

    private S3Destination(AwsOptions aws, BucketPlace place, String region) {
        this.aws = aws;
        this.place = place;
        this.region = region;
    }

    static boolean isMeant(String to) {
        return to.startsWith(S3);
    }

    static S3Destination parse(AwsOptions aws, String to) {
        var place = BucketPlace.parse(to);
        return new S3Destination(aws, place, aws.regionOf(Optional.empty(), place.toString()));
    }

    /** The name of a bucket is unique. */
    @Override
    public String consumer() {
        return place.toString();
    }

    /** Needs none: objects are only added. */
    @Override
    public void confirm() {}

    @Override
    public boolean isBucket() {
        return true;
    }

    @Override
    public Sink open(EventLog log, String consumer, EventsReplayOptions choice, Consumer<String> notes) {
        var rotation = choice.rotation();
        var size = rotation.size() == 0 ? SIZE : rotation.size();
        var age = rotation.age().isZero() ? AGE : rotation.age();
        return aws.open(region, clients -> BucketSink.open(clients, place, consumer, choice.format(log), size, age));
    }
}
