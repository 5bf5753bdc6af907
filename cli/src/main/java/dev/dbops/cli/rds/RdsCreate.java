package dev.dbops.cli.rds;

import dev.dbops.aws.provisioning.DatabaseCreation;
import dev.dbops.cli.aws.AwsOptions;
import dev.dbops.cli.command.Command;
import dev.dbops.cli.command.CommandSpecBuilder;
import dev.dbops.cli.command.Context;

/** Creates a PostgreSQL instance, or an Aurora cluster. */
public final class RdsCreate implements Command, Runnable {
    private final Context context;
    private final NewDatabaseOptions options = new NewDatabaseOptions();
    private final TagOptions tags = new TagOptions();
    private final AwsOptions aws;
    private final WaitOptions wait;

    public RdsCreate(Context context) {
        this.context = context;
        this.aws = new AwsOptions(context);
        this.wait = new WaitOptions(context);
    }

    @Override
    public void describe(CommandSpecBuilder model) {
        model.description("Create a PostgreSQL instance, or an Aurora cluster.");
        options.describe(model);
        tags.describe(model);
        aws.describe(model);
        wait.describe(model);
        model.footer(
                "--database NAME creates that database in it; without it there is only",
                "\"postgres\". Always enabled: encrypted storage, deletion protection, 7 days of",
                "backups, IAM authentication and required TLS. RDS stores the master password in",
                "Secrets Manager.",
                "",
                "Example: db-ops rds-create --instance cruddur-db --database cruddur --wait");
    }

    @Override
    public void run() {
        var wanted = options.database(context.targets().namedDatabase());
        var waits = wait.wanted();
        var tagged = tags.tags();
        try (var clients = aws.clients()) {
            var creation = new DatabaseCreation(clients, wanted, tagged);
            if (context.dryRun()) {
                context.output().print(creation.plan().parameters(), "");
                return;
            }
            context.notes().note("creating %s: %s".formatted(wanted.description(), creation.summary()));
            var made = creation.run();
            Provisioning.print(context, waits ? creation.awaitAvailable(wait.waiter()) : made);
        }
    }
}
