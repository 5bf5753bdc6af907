package dev.dbops.cli.dynamo;

import dev.dbops.cli.command.Command;
import dev.dbops.cli.command.CommandSpecBuilder;
import dev.dbops.cli.command.Context;

/** Stops the DynamoDB on this machine. */
public final class DdbStop implements Command, Runnable {
    private boolean delete;

    private final Context context;

    public DdbStop(Context context) {
        this.context = context;
    }

    @Override
    public void describe(CommandSpecBuilder model) {
        model.description("Stop the local DynamoDB of ddb-start, and keep its tables.")
                .flag("--delete", "Also delete all its tables.", value -> delete = value)
                .footer(
                        "With --delete, confirm at the prompt or pass --yes.",
                        "",
                        "Example: db-ops ddb-stop --delete --yes");
    }

    /**
     * The result of the command.
     *
     * @param stopped whether the emulator was running
     * @param deleted whether there were tables, and they are gone
     */
    private record Result(boolean stopped, boolean deleted) {}

    @Override
    public void run() {
        var local = OwnDynamo.of(context);
        if (context.dryRun()) {
            context.notes().note("would stop the local DynamoDB" + (delete ? " and delete its tables" : ""));
            return;
        }
        var deletes = delete && local.hasData();
        if (deletes) {
            context.confirmation().requireYes("delete all tables of the local DynamoDB for good");
        }
        var stopped = deletes ? local.delete() : local.stop();
        context.output()
                .print(
                        new Result(stopped, deletes),
                        (stopped ? "stopped the local DynamoDB" : "the local DynamoDB was not running")
                                + (deletes ? "; deleted its tables" : ""));
    }
}
