package dev.dbops.cli.rds.settings;

import dev.dbops.aws.modification.Modification;
import dev.dbops.aws.rds.DatabaseInstances;
import dev.dbops.cli.aws.InstanceOptions;
import dev.dbops.cli.command.Command;
import dev.dbops.cli.command.CommandSpecBuilder;
import dev.dbops.cli.command.Context;
import dev.dbops.cli.rds.WaitOptions;

/** Changes settings of an RDS instance or cluster. */
public final class RdsModify implements Command, Runnable {
    private boolean immediately;

    private final Context context;
    private final ModifyOptions options = new ModifyOptions();
    private final InstanceOptions instance;
    private final WaitOptions waiting;

    public RdsModify(Context context) {
        this.context = context;
        this.instance = new InstanceOptions(context);
        this.waiting = new WaitOptions(context);
    }

    @Override
    public void describe(CommandSpecBuilder model) {
        model.description("Change settings of an RDS instance or cluster.");
        instance.describe(model);
        options.describe(model);
        model.flag(
                "--apply-immediately",
                "Apply now what would wait for the maintenance window.",
                value -> immediately = value);
        waiting.describe(model);
        model.footer(
                "Shows each change, when it is applied and whether it interrupts the database,",
                "and asks for confirmation. Changes that cannot be undone (storage, version), and",
                "those that remove a protection, require the instance's name. --wait waits for",
                "the changes that are applied now.",
                "",
                "Example: db-ops rds-modify --instance cruddur-db --class db.t4g.small --dry-run");
    }

    @Override
    public void run() {
        var wanted = options.wanted();
        var waits = waiting.wanted();
        var reference = instance.reference();
        try (var clients = instance.clients(reference)) {
            var found = new DatabaseInstances(clients).find(reference);
            var modification = new Modification(clients, found, wanted, immediately);
            var report = new ModificationReport(context, modification);
            report.notePending(immediately);
            var name = found.description();
            if (report.isEmpty()) {
                report.print(
                        found, false, "nothing to change: %s has these settings, or they are pending".formatted(name));
                return;
            }
            if (context.dryRun()) {
                context.confirmation().refuseOtherName(found.type().toString(), found.name());
                report.print(found, false, "would " + report.deed());
                return;
            }
            confirm(modification, report);
            modification.run();
            var now = waits ? modification.await(waiting.patience()) : modification.refreshed();
            report.print(
                    now,
                    true,
                    "%s %s; it is %s%s"
                            .formatted(
                                    waits ? "modified" : "requested the change of",
                                    name,
                                    now.state(),
                                    report.afterwards()));
        }
    }

    private void confirm(Modification modification, ModificationReport report) {
        var database = modification.database();
        var type = database.type().toString();
        if (modification.needsName()) {
            context.confirmation().requireNamed(report.deed(), type, database.name());
        } else {
            context.confirmation().requireYes(report.deed(), type, database.name());
        }
    }
}
