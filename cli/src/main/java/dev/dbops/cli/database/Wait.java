package dev.dbops.cli.database;

import dev.dbops.OpsException;
import dev.dbops.OpsException.Kind;
import dev.dbops.cli.Command;
import dev.dbops.cli.CommandModel;
import dev.dbops.cli.Context;
import dev.dbops.postgres.Readiness;
import java.time.Duration;
import java.util.concurrent.Callable;

/** Waits until the target database answers SQL. */
public final class Wait implements Command, Callable<Integer> {
    private Duration timeout = Duration.ofSeconds(60);

    private final Context context;

    public Wait(Context context) {
        this.context = context;
    }

    @Override
    public void describe(CommandModel model) {
        model.description("Wait until the database answers.")
                .duration(
                        "--timeout",
                        "How long to wait, such as 30s or 2m; 0 tries once. Default: 60s.",
                        value -> timeout = value)
                .takesEnvironment()
                .footer("Exit code 1 when it does not within the timeout.", "", "Example: db-ops wait --timeout 2m");
    }

    /**
     * The answer.
     *
     * @param ready whether the database answers
     * @param waited how long it took
     */
    private record Result(boolean ready, Duration waited) {}

    @Override
    public Integer call() {
        var target = context.target();
        context.notes().note("waiting for " + target.description());
        var start = System.nanoTime();
        try {
            var failure = new Readiness(target).await(timeout);
            var waited = Duration.ofNanos(System.nanoTime() - start);
            failure.ifPresent(reason -> context.notes().warning(reason.getMessage()));
            context.output()
                    .print(
                            new Result(failure.isEmpty(), waited),
                            failure.isEmpty() ? "the database answers" : "the database does not answer");
            return failure.isEmpty() ? 0 : 1;
        } catch (InterruptedException e) {
            throw new OpsException(Kind.INTERRUPTED, "interrupted while waiting", null, e);
        }
    }
}
