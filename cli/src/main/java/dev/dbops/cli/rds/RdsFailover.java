package dev.dbops.cli.rds;

import dev.dbops.aws.rds.DatabaseInstance;
import dev.dbops.aws.rds.DatabaseInstances;
import dev.dbops.aws.rds.Failover;
import dev.dbops.aws.rds.RdsName;
import dev.dbops.cli.aws.InstanceOptions;
import dev.dbops.cli.command.Command;
import dev.dbops.cli.command.CommandSpecBuilder;
import dev.dbops.cli.command.Context;
import java.util.Optional;

/** Fails over to a reader of a cluster, or to the standby of a Multi-AZ instance. */
public final class RdsFailover implements Command, Runnable {
    private String to = "";

    private final Context context;
    private final InstanceOptions instance;
    private final WaitOptions waiting;

    public RdsFailover(Context context) {
        this.context = context;
        this.instance = new InstanceOptions(context);
        this.waiting = new WaitOptions(context);
    }

    @Override
    public void describe(CommandSpecBuilder model) {
        model.description("Fail over to a cluster's reader, or to a Multi-AZ instance's standby.");
        instance.describe(model);
        model.option(
                "--to",
                "INSTANCE",
                "Member of the cluster that becomes the writer. Default: AWS chooses.",
                value -> to = RdsName.database(value, "--to"));
        waiting.describe(model);
        model.footer(
                "rds-failover ends all sessions. Confirm at the prompt, or pass --yes.",
                "",
                "Example: db-ops rds-failover --instance cruddur --to cruddur-2 --wait");
    }

    /**
     * The failover.
     *
     * @param type instance or cluster
     * @param name its identifier
     * @param requested whether it was requested from AWS
     * @param from the member that wrote before, or an instance's availability zone
     * @param to the member that writes now, or the availability zone; empty while that is not known
     */
    private record Result(
            DatabaseInstance.Type type, String name, boolean requested, String from, Optional<String> to) {}

    @Override
    public void run() {
        var waits = waiting.wanted();
        var reference = instance.reference();
        try (var clients = instance.clients(reference)) {
            var failover = new Failover(clients);
            var plan = failover.plan(new DatabaseInstances(clients).find(reference), to);
            var name = plan.database().description();
            if (!plan.needed()) {
                print(plan, "nothing to do: \"%s\" is the writer already".formatted(to), to);
            } else if (context.dryRun()) {
                context.confirmation()
                        .refuseOtherName(
                                plan.database().type().toString(),
                                plan.database().name());
                print(plan, "would fail %s over from \"%s\"".formatted(name, plan.from()), "");
            } else {
                confirm(plan);
                failover.begin(plan);
                var now = waits ? failover.await(plan, waiting.patience()) : "";
                print(
                        plan,
                        waits
                                ? "failed %s over from \"%s\" to \"%s\"".formatted(name, plan.from(), now)
                                : "%s is failing over; to see its state: db-ops rds-status".formatted(name),
                        now);
            }
        }
    }

    private void confirm(Failover.Plan plan) {
        context.confirmation()
                .requireYes(
                        "fail %s over and end its sessions"
                                .formatted(plan.database().description()),
                        plan.database().type().toString(),
                        plan.database().name());
    }

    private void print(Failover.Plan plan, String sentence, String now) {
        context.output()
                .print(
                        new Result(
                                plan.database().type(),
                                plan.database().name(),
                                plan.needed(),
                                plan.from(),
                                now.isEmpty() ? Optional.empty() : Optional.of(now)),
                        sentence);
    }
}
