package dev.dbops.cli.events;

import dev.dbops.OpsException;
import dev.dbops.OpsException.Kind;
import dev.dbops.cli.command.ByteSize;
import dev.dbops.cli.command.CommandSpecBuilder;
import dev.dbops.events.replay.Rotation;
import java.time.Duration;

/** The options for when a file of events is finished and a new one begun. */
final class RotationOptions {
    private static final long SMALLEST = 1000;
    private static final long MOST_COLLECTED = 64_000_000;

    private long size;
    private Duration age = Duration.ZERO;
    private boolean compressed;

    void describe(CommandSpecBuilder model) {
        model.option(
                        "--rotate-size",
                        "SIZE",
                        "Begin a new file before the file: sink exceeds this size, such as 100MB.",
                        value -> size = ByteSize.parse("--rotate-size", value, SMALLEST))
                .longDuration(
                        "--rotate-every",
                        "Begin a new file when the file: sink is this old, such as 1h or 1d. s3: stores objects at"
                                + " this age, or this size of collected events. Default there: 1m, 32MB.",
                        "1s",
                        "3650d",
                        value -> age = value)
                .flag("--rotate-gzip", "Compress finished files of the file: sink.", value -> compressed = value);
    }

    /** @throws OpsException of kind USAGE when an option has no effect */
    void check(Destination sink) {
        if (sink.isBucket()) {
            checkBucket();
            return;
        }
        if (!sink.isFile() && !rotation().equals(Rotation.NEVER)) {
            throw new OpsException(
                    Kind.USAGE,
                    "--rotate-size, --rotate-every and --rotate-gzip apply only to a file or a bucket",
                    "leave them out, or deliver the events to file:PATH or s3://BUCKET/PREFIX");
        }
        if (compressed && size == 0 && age.isZero()) {
            throw new OpsException(
                    Kind.USAGE,
                    "--rotate-gzip compresses finished files, and no option says when a file is finished",
                    "add --rotate-size SIZE or --rotate-every TIME");
        }
    }

    private void checkBucket() {
        if (compressed) {
            throw new OpsException(
                    Kind.USAGE,
                    "--rotate-gzip applies only to a file: objects in a bucket are always compressed",
                    "leave it out");
        }
        if (size > MOST_COLLECTED) {
            throw new OpsException(
                    Kind.USAGE,
                    "--rotate-size is at most 64MB for a bucket: the events are collected in memory",
                    "pass a smaller size, or leave it out for 32MB");
        }
    }

    Rotation rotation() {
        return new Rotation(size, age, compressed);
    }
}
