package dev.dbops.cli.metrics;

import dev.dbops.OpsException;
import dev.dbops.OpsException.Kind;
import dev.dbops.cli.command.Context;
import dev.dbops.events.EventLog;
import dev.dbops.events.log.LogStatus;
import dev.dbops.events.metrics.LogMetrics;
import dev.dbops.events.replay.DeadLetters;

/** The output of {@code events-status --metrics}. */
public final class StatusMetrics {
    private StatusMetrics() {}

    /**
     * Refuses the options that exclude it.
     *
     * @throws OpsException of kind USAGE
     */
    public static void check(Context context, boolean watch) {
        if (watch || context.output().isJson() || context.output().isCsv()) {
            throw new OpsException(
                    Kind.USAGE,
                    "--metrics excludes --watch and the output formats json and csv",
                    "OpenMetrics text is a format of its own; Prometheus reads it again and again");
        }
    }

    /** Writes the metrics of a log to standard output. */
    public static void write(Context context, EventLog log, LogStatus status) {
        var deadLetters = new DeadLetters(log).counts();
        context.output().write(LogMetrics.of(log.database().target().database(), status, deadLetters));
    }
}
