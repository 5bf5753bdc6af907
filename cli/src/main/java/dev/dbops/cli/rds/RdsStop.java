package dev.dbops.cli.rds;

import dev.dbops.OpsException;
import dev.dbops.OpsException.Kind;
import dev.dbops.aws.rds.DatabaseInstance;
import dev.dbops.aws.rds.DatabaseInstances;
import dev.dbops.aws.rds.InstanceStartStop;
import dev.dbops.aws.rds.RdsName;
import dev.dbops.aws.rds.StartStopStep;
import dev.dbops.cli.aws.InstanceOptions;
import dev.dbops.cli.command.Command;
import dev.dbops.cli.command.CommandSpecBuilder;
import dev.dbops.cli.command.Context;
import java.util.Optional;

/** Stops an RDS instance or cluster, for up to seven days, after which AWS starts it again. */
public final class RdsStop implements Command, Runnable {
    private String snapshot = "";

    private final Context context;
    private final InstanceOptions instance;
    private final WaitOptions waiting;

    public RdsStop(Context context) {
        this.context = context;
        this.instance = new InstanceOptions(context);
        this.waiting = new WaitOptions(context);
    }

    @Override
    public void describe(CommandSpecBuilder model) {
        model.description("Stop an RDS instance or cluster.");
        instance.describe(model);
        model.option(
                "--snapshot",
                "NAME",
                "Take a snapshot with this name first; instances only.",
                value -> snapshot = RdsName.snapshot(value, "--snapshot"));
        waiting.describe(model);
        model.footer(
                "rds-stop ends all sessions. Confirm at the prompt, or pass --yes.",
                "AWS starts the instance or cluster again after seven days.",
                "",
                "Example: db-ops rds-stop --yes --wait");
    }

    @Override
    public void run() {
        var waits = waiting.wanted();
        var reference = instance.reference();
        try (var clients = instance.clients(reference)) {
            var power = new InstanceStartStop(clients);
            var found = new DatabaseInstances(clients).find(reference);
            var step = power.toStop(found, waits);
            refuseSnapshotOfCluster(found);
            if (context.dryRun()) {
                context.confirmation().refuseOtherName(found.type().toString(), found.name());
                print(found, step, plan(found, step));
                return;
            }
            confirm(found, step);
            var patience = waiting.patience();
            var now = power.stop(found, step, snapshot, patience);
            if (waits && step != StartStopStep.NOTHING) {
                now = power.awaitStopped(now, patience);
            }
            print(now, step, sentence(now, waits));
        }
    }

    private void refuseSnapshotOfCluster(DatabaseInstance found) {
        if (!snapshot.isEmpty() && found.type() == DatabaseInstance.Type.CLUSTER) {
            throw new OpsException(
                    Kind.USAGE,
                    "AWS does not take a snapshot of a cluster when it stops, and %s is one"
                            .formatted(found.description()),
                    "take it first: db-ops rds-snapshot");
        }
    }

    private void confirm(DatabaseInstance found, StartStopStep step) {
        if (step.changes()) {
            context.confirmation()
                    .requireYes(
                            "stop %s and end its sessions".formatted(found.description()),
                            found.type().toString(),
                            found.name());
        } else if (!snapshot.isEmpty()) {
            context.notes()
                    .warning("%s is %s already, so no snapshot \"%s\" is taken"
                            .formatted(found.description(), found.state(), snapshot));
        }
    }

    private String plan(DatabaseInstance found, StartStopStep step) {
        return "would stop %s, which is %s%s"
                .formatted(
                        found.description(),
                        found.state(),
                        step.changes() && !snapshot.isEmpty() ? ", after snapshot \"%s\"".formatted(snapshot) : "");
    }

    private static String sentence(DatabaseInstance now, boolean waits) {
        return (waits ? "stopped %s; " : "%s is stopping; ").formatted(now.description())
                + "AWS starts it again after seven days (db-ops rds-status shows when)";
    }

    private void print(DatabaseInstance database, StartStopStep step, String sentence) {
        var said = step == StartStopStep.NOTHING
                ? "nothing to do: %s is stopped already".formatted(database.description())
                : sentence;
        var taken = step.changes() && !snapshot.isEmpty() ? Optional.of(snapshot) : Optional.<String>empty();
        context.output()
                .print(new StopResult(database.type(), database.name(), database.state(), step.changes(), taken), said);
    }
}
