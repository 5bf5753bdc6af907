package dev.dbops.cli.rds;

import dev.dbops.OpsException;
import dev.dbops.OpsException.Kind;
import dev.dbops.aws.rds.WaitTimer;
import dev.dbops.aws.rds.Waiter;
import dev.dbops.cli.aws.StateNotes;
import dev.dbops.cli.command.CommandSpecBuilder;
import dev.dbops.cli.command.Context;
import java.time.Duration;

/** The options to wait until AWS has completed a request. */
public final class WaitOptions {
    /** The default of the waiters in the aws CLI. */
    public static final Duration DEFAULT_TIMEOUT = Duration.ofMinutes(30);

    private boolean wanted;
    private Duration timeout = Duration.ZERO;
    private boolean timeoutGiven;
    private Duration defaultTimeout = DEFAULT_TIMEOUT;

    private final Context context;

    public WaitOptions(Context context) {
        this.context = context;
    }

    public void describe(CommandSpecBuilder model) {
        model.flag("--wait", "Wait until the operation is complete.", value -> wanted = value);
        describeTimeout(model, "--wait", DEFAULT_TIMEOUT);
    }

    /** Describes the time limit only, for a command that waits with another option. */
    public void describeTimeout(CommandSpecBuilder model, String option, Duration standard) {
        var text = standard.toHours() > 0 ? standard.toHours() + "h" : standard.toMinutes() + "m";
        model.duration(
                "--timeout",
                "Time limit of %s, such as 10m. Default: %s.".formatted(option, text),
                "0s",
                "366d",
                value -> {
                    timeout = value;
                    timeoutGiven = true;
                });
        defaultTimeout = standard;
    }

    /**
     * Returns whether to wait. Call it before any request, because it can refuse the options.
     *
     * @throws OpsException of kind USAGE when there is a timeout and no wait
     */
    public boolean wanted() {
        if (timeoutGiven && !wanted) {
            throw new OpsException(Kind.USAGE, "--timeout requires --wait", "add --wait");
        }
        return wanted;
    }

    /** Returns whether to wait, for a command that always waits and so accepts --timeout without --wait. */
    public boolean waits() {
        return wanted;
    }

    /** The time limit, which starts now; each state is shown. */
    public WaitTimer patience() {
        return new WaitTimer(timeout(), context.awsPace(), new StateNotes(context));
    }

    /** The same limit, for a resource that is not an instance or does not exist yet. */
    public Waiter waiter() {
        return new Waiter(patience());
    }

    private Duration timeout() {
        return timeoutGiven ? timeout : defaultTimeout;
    }
}
