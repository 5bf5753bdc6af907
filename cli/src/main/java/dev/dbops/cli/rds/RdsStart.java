package dev.dbops.cli.rds;

import dev.dbops.aws.rds.DatabaseInstance;
import dev.dbops.aws.rds.DatabaseInstances;
import dev.dbops.aws.rds.InstanceStartStop;
import dev.dbops.aws.rds.StartStopStep;
import dev.dbops.cli.aws.InstanceOptions;
import dev.dbops.cli.command.Command;
import dev.dbops.cli.command.CommandSpecBuilder;
import dev.dbops.cli.command.Context;

/** Starts a stopped RDS instance or cluster. */
public final class RdsStart implements Command, Runnable {
    private final Context context;
    private final InstanceOptions instance;
    private final WaitOptions waiting;

    public RdsStart(Context context) {
        this.context = context;
        this.instance = new InstanceOptions(context);
        this.waiting = new WaitOptions(context);
    }

    @Override
    public void describe(CommandSpecBuilder model) {
        model.description("Start a stopped RDS instance or cluster.");
        instance.describe(model);
        waiting.describe(model);
        model.footer("Does nothing when it is running already.", "", "Example: db-ops rds-start --wait");
    }

    /**
     * The start.
     *
     * @param type instance or cluster
     * @param name its identifier
     * @param state its state at the end, as RDS reports it
     * @param requested whether the start was requested from AWS
     */
    private record Result(DatabaseInstance.Type type, String name, String state, boolean requested) {}

    @Override
    public void run() {
        var waits = waiting.wanted();
        var reference = instance.reference();
        try (var clients = instance.clients(reference)) {
            var power = new InstanceStartStop(clients);
            var found = new DatabaseInstances(clients).find(reference);
            var step = power.toStart(found, waits);
            if (context.dryRun()) {
                print(found, step, "would start %s, which is %s".formatted(found.description(), found.state()));
                return;
            }
            var patience = waiting.patience();
            var now = power.start(found, step, patience);
            if (waits && step != StartStopStep.NOTHING) {
                now = power.awaitRunning(now, patience);
            }
            print(now, step, sentence(now, waits));
        }
    }

    private static String sentence(DatabaseInstance now, boolean waits) {
        return waits
                ? "started %s; it is %s".formatted(now.description(), now.state())
                : "%s is %s; to wait until it answers: db-ops wait".formatted(now.description(), now.state());
    }

    private void print(DatabaseInstance database, StartStopStep step, String sentence) {
        var said = step == StartStopStep.NOTHING
                ? "nothing to do: %s is %s already".formatted(database.description(), database.state())
                : sentence;
        context.output().print(new Result(database.type(), database.name(), database.state(), step.changes()), said);
    }
}
