package dev.dbops.cli.events;

import dev.dbops.OpsException;
import dev.dbops.OpsException.Kind;
import dev.dbops.cli.command.CommandSpecBuilder;
import dev.dbops.cli.command.NumberRange;
import dev.dbops.events.replay.ReplayOptions;

/** The options that let a consumer begin with the rows that were there before. */
final class EarlierRowsOptions {
    private static final int ROWS = 10_000;
    private static final int MOST_ROWS = 1_000_000;

    /** More connections are not faster than what applies the rows. */
    private static final int MOST_READERS = 4;

    private boolean snapshot;
    private int rows;

    void describe(CommandSpecBuilder model) {
        model.flag(
                        "--snapshot",
                        "Begin with the rows that are there: deliver them as read events, then the log from that"
                                + " moment. A consumer that began so gets the rows of tables that are captured later.",
                        value -> snapshot = value)
                .number(
                        "--snapshot-rows",
                        "NUMBER",
                        "Maximum number of rows of --snapshot that are delivered together. Default: 10000.",
                        new NumberRange(1, MOST_ROWS, "rows of 8 MB together are delivered at once in any case"),
                        value -> rows = value);
    }

    /** @throws OpsException of kind USAGE when the options contradict each other */
    void check(String from) {
        if (rows > 0 && !snapshot) {
            throw new OpsException(
                    Kind.USAGE, "--snapshot-rows applies only to --snapshot", "add --snapshot, or leave it out");
        }
        if (snapshot && !from.isEmpty()) {
            throw new OpsException(
                    Kind.USAGE,
                    "--snapshot and --from exclude each other",
                    "leave --from out: the log is delivered from the moment of the snapshot");
        }
    }

    /**
     * Returns the options of a replay with those of the snapshot.
     *
     * @param connections the number of connections to the target
     */
    ReplayOptions of(ReplayOptions options, int connections) {
        return snapshot ? options.withSnapshot(rows == 0 ? ROWS : rows, Math.min(connections, MOST_READERS)) : options;
    }
}
