package dev.dbops.cli.rds;

import dev.dbops.aws.rds.DatabaseInstances;
import dev.dbops.aws.rds.DatabaseStatuses;
import dev.dbops.cli.aws.InstanceOptions;
import dev.dbops.cli.command.Command;
import dev.dbops.cli.command.CommandSpecBuilder;
import dev.dbops.cli.command.Context;

/** Shows the state of an RDS instance or cluster. */
public final class RdsStatus implements Command, Runnable {
    private final Context context;
    private final InstanceOptions instance;

    public RdsStatus(Context context) {
        this.context = context;
        this.instance = new InstanceOptions(context);
    }

    @Override
    public void describe(CommandSpecBuilder model) {
        model.description("Show the state of an RDS instance or cluster.");
        instance.describe(model);
        model.footer("Example: db-ops rds-status --instance cruddur-db");
    }

    @Override
    public void run() {
        var reference = instance.reference();
        try (var clients = instance.clients(reference)) {
            var found = new DatabaseInstances(clients).find(reference);
            context.output().printFields(new DatabaseStatuses(clients).of(found));
        }
    }
}
