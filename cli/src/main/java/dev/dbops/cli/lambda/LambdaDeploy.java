package dev.dbops.cli.lambda;

import dev.dbops.cli.command.Command;
import dev.dbops.cli.command.CommandSpecBuilder;
import dev.dbops.cli.command.Context;
import dev.dbops.cli.rds.WaitOptions;
import java.time.Duration;

/** Deploys the event pipeline: functions, queues, proxies, roles and alarms, as a stack of CloudFormation. */
public final class LambdaDeploy implements Command, Runnable {
    /** A new database takes most of it. */
    private static final Duration LONGEST = Duration.ofHours(1);

    private final Context context;
    private final StackOptions stack;
    private final DeploymentOptions options;
    private final WaitOptions waiting;

    public LambdaDeploy(Context context) {
        this.context = context;
        this.stack = new StackOptions(context);
        this.options = new DeploymentOptions(context);
        this.waiting = new WaitOptions(context);
    }

    @Override
    public void describe(CommandSpecBuilder model) {
        model.description("Deploy the event pipeline as a CloudFormation stack.");
        stack.describe(model);
        options.describe(model);
        waiting.describeTimeout(model, "the deployment", LONGEST);
        model.footer(
                "Uploads the package, makes a change set, shows it, asks, executes it and shows",
                "the events. A stack that exists keeps the parameters that are not given.",
                "--dry-run shows the change set only, and removes it.",
                "",
                "Example: db-ops lambda-deploy pipeline --bucket my-bucket --parameters pipeline.yaml --dry-run");
    }

    @Override
    public void run() {
        var name = stack.name();
        try (var clients = stack.clients()) {
            new DeploymentRun(context, clients, name, waiting).run(options);
        }
    }
}
