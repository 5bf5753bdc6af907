package dev.dbops.cli.rds;

import dev.dbops.aws.rds.DatabaseInstance;
import dev.dbops.aws.rds.DatabaseInstances;
import dev.dbops.aws.rds.PendingParameter;
import dev.dbops.aws.rds.Reboot;
import dev.dbops.cli.aws.InstanceOptions;
import dev.dbops.cli.command.Command;
import dev.dbops.cli.command.CommandSpecBuilder;
import dev.dbops.cli.command.Context;
import java.util.List;

/** Reboots an RDS instance, with failover to its standby if requested. */
public final class RdsReboot implements Command, Runnable {
    private boolean failover;

    private final Context context;
    private final InstanceOptions instance;
    private final WaitOptions waiting;

    public RdsReboot(Context context) {
        this.context = context;
        this.instance = new InstanceOptions(context);
        this.waiting = new WaitOptions(context);
    }

    @Override
    public void describe(CommandSpecBuilder model) {
        model.description("Reboot an RDS instance, so that static parameters take effect.");
        instance.describe(model);
        model.flag("--failover", "Fail over to the standby of a Multi-AZ instance.", value -> failover = value);
        waiting.describe(model);
        model.footer(
                "rds-reboot ends all sessions. Confirm at the prompt, or pass --yes.",
                "The members of an Aurora cluster are rebooted one by one: name a member.",
                "",
                "Example: db-ops rds-reboot --instance cruddur-db --wait");
    }

    /**
     * The reboot.
     *
     * @param type instance or cluster
     * @param name its identifier
     * @param state its state at the end, as RDS reports it
     * @param requested whether the reboot was requested from AWS
     * @param failover whether the standby takes over
     * @param parameters the parameters that take effect
     */
    private record Result(
            DatabaseInstance.Type type,
            String name,
            String state,
            boolean requested,
            boolean failover,
            List<PendingParameter> parameters) {}

    @Override
    public void run() {
        var waits = waiting.wanted();
        var reference = instance.reference();
        try (var clients = instance.clients(reference)) {
            var instances = new DatabaseInstances(clients);
            var reboot = new Reboot(clients);
            var plan = reboot.plan(instances.find(reference), failover);
            var database = plan.database();
            if (context.dryRun()) {
                context.confirmation().refuseOtherName(database.type().toString(), database.name());
                print(plan, database, false, "would %s".formatted(deed(plan)));
                return;
            }
            context.confirmation()
                    .requireYes(
                            deed(plan) + " and end its sessions",
                            database.type().toString(),
                            database.name());
            var begun = reboot.begin(plan);
            var now = waits ? reboot.await(plan, waiting.patience()) : begun;
            print(
                    plan,
                    now,
                    true,
                    waits
                            ? "rebooted %s; it is %s".formatted(now.description(), now.state())
                            : "%s is rebooting; to see its state: db-ops rds-status".formatted(now.description()));
        }
    }

    private static String deed(Reboot.Plan plan) {
        return "reboot %s%s"
                .formatted(plan.database().description(), plan.failover() ? " with failover to its standby" : "");
    }

    private void print(Reboot.Plan plan, DatabaseInstance now, boolean requested, String sentence) {
        var effect = plan.parameters().isEmpty() ? "no parameter waits for a reboot" : "these parameters take effect:";
        context.output()
                .print(
                        new Result(now.type(), now.name(), now.state(), requested, plan.failover(), plan.parameters()),
                        sentence + "; " + effect);
    }
}
