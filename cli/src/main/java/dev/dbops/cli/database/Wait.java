package dev.dbops.cli.database;

import dev.dbops.OpsException;
import dev.dbops.OpsException.Kind;
import dev.dbops.cli.aws.InstanceOptions;
import dev.dbops.cli.aws.InstanceStart;
import dev.dbops.cli.command.Command;
import dev.dbops.cli.command.CommandSpecBuilder;
import dev.dbops.cli.command.Context;
import dev.dbops.postgres.Readiness;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;

/** Waits until the target database answers SQL, and first starts its instance if requested. */
public final class Wait implements Command, Callable<Integer> {
    private static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(60);

    /** An instance takes minutes to start. */
    private static final Duration DEFAULT_TIMEOUT_OF_START = Duration.ofMinutes(30);

    private Optional<Duration> timeout = Optional.empty();
    private boolean start;

    private final Context context;
    private final InstanceOptions instance;

    public Wait(Context context) {
        this.context = context;
        this.instance = new InstanceOptions(context);
    }

    @Override
    public void describe(CommandSpecBuilder model) {
        model.description("Wait until the database answers.")
                .duration(
                        "--timeout",
                        "Time limit, such as 30s or 2m; 0 tries once. Default: 60s, or 30m with --start.",
                        "0s",
                        "366d",
                        value -> timeout = Optional.of(value))
                .flag(
                        "--start",
                        "Start the database's RDS instance or cluster first, if stopped.",
                        value -> start = value);
        instance.describe(model);
        model.footer(
                "Exit code 1 if the database does not answer within the timeout.",
                "",
                "Example: db-ops wait --timeout 2m");
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
        instance.refuseWithout("--start", start);
        var instanceStart = start ? Optional.of(new InstanceStart(context, instance)) : Optional.<InstanceStart>empty();
        if (!context.dryRun() && context.targets().wouldStartLocalServer()) {
            context.localServer().start();
        }
        var target = context.targets().target();
        context.notes().note("waiting for " + target.description());
        var began = System.nanoTime();
        try {
            var failure = instanceStart.isPresent()
                    ? instanceStart.get().await(timeout.orElse(DEFAULT_TIMEOUT_OF_START), target)
                    : new Readiness(target).await(timeout.orElse(DEFAULT_TIMEOUT));
            var waited = Duration.ofNanos(System.nanoTime() - began);
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
