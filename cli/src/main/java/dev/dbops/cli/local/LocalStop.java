package dev.dbops.cli.local;

import dev.dbops.cli.Command;
import dev.dbops.cli.CommandModel;
import dev.dbops.cli.Context;

/** Stops the private local server. */
public final class LocalStop implements Command, Runnable {
    private boolean delete;

    private final Context context;

    public LocalStop(Context context) {
        this.context = context;
    }

    @Override
    public void describe(CommandModel model) {
        model.description("Stop the local PostgreSQL server; its data are kept.")
                .flag("--delete", "Delete its databases too.", value -> delete = value)
                .footer("Example: db-ops local-stop --delete");
    }

    /**
     * What happened.
     *
     * @param stopped whether the server was running
     * @param deleted whether there were data, and they are gone
     */
    private record Result(boolean stopped, boolean deleted) {}

    @Override
    public void run() {
        if (context.dryRun()) {
            context.notes()
                    .note(delete ? "would stop the local server and delete its data" : "would stop the local server");
            return;
        }
        var server = context.localServer();
        var stopped = server.stop();
        var deleted = delete && server.delete();
        context.output().print(new Result(stopped, deleted), sentence(stopped, deleted));
    }

    private static String sentence(boolean stopped, boolean deleted) {
        var sentence = stopped ? "stopped the local server" : "the local server was not running";
        return deleted ? sentence + "; deleted its data" : sentence;
    }
}
