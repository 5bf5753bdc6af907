package dev.dbops.cli.rds.settings;

import dev.dbops.audit.PgAudit;
import dev.dbops.aws.parameter.DatabaseGroups;
import dev.dbops.cli.aws.InstanceDatabase;
import dev.dbops.cli.aws.InstanceOptions;
import dev.dbops.cli.command.Command;
import dev.dbops.cli.command.CommandSpecBuilder;
import dev.dbops.cli.command.Context;
import dev.dbops.cli.rds.WaitOptions;
import dev.dbops.target.ConnectionTarget;
import java.util.Optional;

/** Turns pgAudit on and off: the parameters, the reboot, and the extension in the database. */
public final class RdsPgaudit implements Command, Runnable {
    private final Context context;
    private final AuditOptions options = new AuditOptions();
    private final InstanceOptions instance;
    private final WaitOptions wait;

    public RdsPgaudit(Context context) {
        this.context = context;
        this.instance = new InstanceOptions(context);
        this.wait = new WaitOptions(context);
    }

    @Override
    public void describe(CommandSpecBuilder model) {
        model.description("Show, turn on or turn off auditing by pgAudit.");
        instance.describe(model);
        options.describe(model);
        wait.describeTimeout(model, "--reboot", WaitOptions.DEFAULT_TIMEOUT);
        model.footer(
                "Without --enable or --disable, shows what is done. Both may be repeated: they",
                "do what is missing.",
                "",
                "Example: db-ops rds-pgaudit --enable --log ddl,role,write --reboot --yes");
    }

    @Override
    public void run() {
        options.check();
        var reference = instance.reference();
        try (var clients = instance.clients(reference)) {
            var groups = new DatabaseGroups(clients, reference);
            var target = new InstanceDatabase(context, instance).of(groups.database());
            if (options.changes() && new AuditChange(context, options, wait, groups, target).isOnlyShown()) {
                return;
            }
            print(groups, target);
        }
    }

    private void print(DatabaseGroups groups, Optional<ConnectionTarget> target) {
        var state = target.map(known -> {
            try (var database = context.connect(known)) {
                return new PgAudit(database).state();
            }
        });
        var steps = new AuditSteps(groups).of(state);
        context.output().print(steps, "");
        if (!options.changes() && steps.stream().anyMatch(AuditStep::isMissing)) {
            context.notes()
                    .remark("to do what is missing: db-ops rds-pgaudit --enable --instance "
                            + groups.database().name());
        }
    }
}
