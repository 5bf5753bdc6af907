package dev.dbops.cli.rds;

import dev.dbops.OpsException;
import dev.dbops.OpsException.Kind;
import dev.dbops.aws.rds.WaitTimer;
import dev.dbops.aws.rds.Waiter;
import dev.dbops.cli.aws.StateNotes;
import dev.dbops.cli.command.CommandSpecBuilder;
import dev.dbops.cli.command.Context;
import java.time.Duration;

/** Whether a command waits until AWS has done what it was asked for, and how long. */
final class WaitOptions {
    /** The half hour that the waiters of the aws CLI have. */
    private static final Duration DEFAULT_TIMEOUT = Duration.ofMinutes(30);

    private boolean wanted;
    private Duration timeout = Duration.ZERO;
    private boolean timeoutGiven;

    private final Context context;

    WaitOptions(Context context) {
        this.context = context;
    }

    void describe(CommandSpecBuilder model) {
        model.flag("--wait", "Wait until it is done.", value -> wanted = value)
                .duration("--timeout", "With --wait: how long, such as 10m. Default: 30m.", "0s", "366d", value -> {
                    timeout = value;
                    timeoutGiven = true;
                });
    }

    /**
     * Whether to wait. To be asked before anything is done: what is refused must not have happened.
     *
     * @throws OpsException of kind USAGE when there is a timeout and no wait
     */
    boolean wanted() {
        if (timeoutGiven && !wanted) {
            throw new OpsException(Kind.USAGE, "--timeout is for --wait, which is not given", "pass --wait too");
        }
        return wanted;
    }

    /** The same, for a command that waits in any case, so that --timeout has its sense without --wait. */
    boolean waits() {
        return wanted;
    }

    /** The patience that begins now, and shows each state on the way. */
    WaitTimer patience() {
        return new WaitTimer(timeout(), context.awsPace(), new StateNotes(context));
    }

    /** The same, for what is no instance or is not there yet. */
    Waiter waiter() {
        return new Waiter(patience());
    }

    private Duration timeout() {
        return timeoutGiven ? timeout : DEFAULT_TIMEOUT;
    }
}
