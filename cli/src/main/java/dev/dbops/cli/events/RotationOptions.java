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
                        "Begin a new file when the file: sink is this old, such as 1h or 1d.",
                        "1s",
                        "3650d",
                        value -> age = value)
                .flag("--rotate-gzip", "Compress finished files of the file: sink.", value -> compressed = value);
    }

    /** @throws OpsException of kind USAGE when an option has no effect */
    void check(Destination sink) {
        if (!sink.isFile() && !rotation().equals(Rotation.NEVER)) {
            throw new OpsException(
                    Kind.USAGE,
                    "--rotate-size, --rotate-every and --rotate-gzip apply only to a file",
                    "leave them out, or deliver the events to file:PATH");
        }
        if (compressed && size == 0 && age.isZero()) {
            throw new OpsException(
                    Kind.USAGE,
                    "--rotate-gzip compresses finished files, and no option says when a file is finished",
                    "add --rotate-size SIZE or --rotate-every TIME");
        }
    }

    Rotation rotation() {
        return new Rotation(size, age, compressed);
    }
}
