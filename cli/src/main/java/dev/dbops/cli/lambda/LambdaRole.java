package dev.dbops.cli.lambda;

import dev.dbops.aws.AwsClients;
import dev.dbops.aws.lambda.role.LambdaRoleRemoval;
import dev.dbops.aws.lambda.role.LambdaRoleSetup;
import dev.dbops.aws.rds.InstanceReference;
import dev.dbops.cli.aws.InstanceDatabase;
import dev.dbops.cli.aws.InstanceOptions;
import dev.dbops.cli.command.Command;
import dev.dbops.cli.command.CommandSpecBuilder;
import dev.dbops.cli.command.Context;
import dev.dbops.cli.rds.WaitOptions;

/** Lets an RDS database call a Lambda function: IAM role, policy, association, security group, extension. */
public final class LambdaRole implements Command, Runnable {
    private final Context context;
    private final LambdaRoleOptions options = new LambdaRoleOptions();
    private final InstanceOptions instance;
    private final WaitOptions waiting;

    public LambdaRole(Context context) {
        this.context = context;
        this.instance = new InstanceOptions(context);
        this.waiting = new WaitOptions(context);
    }

    @Override
    public void describe(CommandSpecBuilder model) {
        model.description("Let an RDS database call a Lambda function.");
        instance.describe(model);
        options.describe(model);
        waiting.describe(model);
        model.footer(
                "Shows what is there, makes what is missing, and may be repeated. An instance or",
                "cluster has one role for all its functions. --dry-run changes nothing.",
                "",
                "Example: db-ops lambda-role --instance cruddur-db --function orders --yes");
    }

    @Override
    public void run() {
        options.check();
        options.function();
        waiting.wanted();
        var reference = instance.reference();
        try (var clients = instance.clients(reference)) {
            if (options.remove()) {
                remove(clients, reference);
            } else {
                setUp(clients, reference);
            }
        }
    }

    private void setUp(AwsClients clients, InstanceReference reference) {
        var setup =
                new LambdaRoleSetup(clients, reference, options.function(), options.withEgress(), context.awsPace());
        var target = new InstanceDatabase(context, instance).of(setup.database().database());
        try (var database = RoleDatabase.open(context, target, setup.database(), options.grantee())) {
            new RoleSetupRun(context, waiting, setup, database).run();
        }
    }

    private void remove(AwsClients clients, InstanceReference reference) {
        var removal = new LambdaRoleRemoval(clients, reference, options.function(), context.awsPace());
        var target =
                new InstanceDatabase(context, instance).of(removal.database().database());
        try (var database = RoleDatabase.open(context, target, removal.database(), "")) {
            new RoleRemovalRun(context, waiting, removal, database, options.function()).run();
        }
    }
}
