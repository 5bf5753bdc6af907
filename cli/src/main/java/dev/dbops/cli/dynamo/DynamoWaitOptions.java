package dev.dbops.cli.dynamo;

import dev.dbops.Polling.Pace;
import dev.dbops.aws.dynamo.Dynamo;
import dev.dbops.aws.rds.WaitTimer;
import dev.dbops.cli.aws.StateNotes;
import dev.dbops.cli.command.CommandSpecBuilder;
import dev.dbops.cli.command.Context;
import java.time.Duration;

/** The option that limits the wait for a state of a table. */
final class DynamoWaitOptions {
    private Duration timeout = Duration.ofMinutes(10);

    private final Context context;

    DynamoWaitOptions(Context context) {
        this.context = context;
    }

    void describe(CommandSpecBuilder model) {
        model.duration(
                "--timeout",
                "Time limit of the wait for the table, such as 5m. Default: 10m.",
                "0s",
                "366d",
                value -> timeout = value);
    }

    /** The time limit, which starts now. An emulator on this machine changes states in milliseconds. */
    WaitTimer timer(Dynamo dynamo) {
        var pace = dynamo.target().isProtected() ? context.awsPace() : Pace.SERVER;
        return new WaitTimer(timeout, pace, new StateNotes(context));
    }
}
