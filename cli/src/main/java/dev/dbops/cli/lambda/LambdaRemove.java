package dev.dbops.cli.lambda;

import dev.dbops.aws.stack.Stacks;
import dev.dbops.cli.command.Command;
import dev.dbops.cli.command.CommandSpecBuilder;
import dev.dbops.cli.command.Context;
import dev.dbops.cli.rds.WaitOptions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Deletes a deployed pipeline. */
public final class LambdaRemove implements Command, Runnable {
    /** The network interfaces of functions are deleted late: "it can take up to 20 minutes" (Lambda and VPCs). */
    private static final Duration LONGEST = Duration.ofHours(1);

    private final List<String> retained = new ArrayList<>();

    private final Context context;
    private final StackOptions stack;
    private final WaitOptions waiting;

    public LambdaRemove(Context context) {
        this.context = context;
        this.stack = new StackOptions(context);
        this.waiting = new WaitOptions(context);
    }

    @Override
    public void describe(CommandSpecBuilder model) {
        model.description("Delete a deployed pipeline.");
        stack.describe(model);
        model.repeated(
                "--retain", "RESOURCE", "Leave a resource that could not be deleted. May be repeated.", retained::add);
        waiting.describeTimeout(model, "the deletion", LONGEST);
        model.footer(
                "Requires the stack's name: type it at the prompt, or pass --confirm NAME.",
                "--yes is not enough. The role of an existing database stays: db-ops",
                "lambda-role --remove removes it. --dry-run shows what would be deleted.",
                "",
                "Example: db-ops lambda-remove pipeline --confirm pipeline");
    }

    @Override
    public void run() {
        var name = stack.name();
        try (var clients = stack.clients()) {
            new RemovalRun(context, clients, new Stacks(clients).require(name), retained).run(waiting);
        }
    }
}
