package dev.dbops.cli.local;

import dev.dbops.cli.command.Command;
import dev.dbops.cli.command.CommandSpecBuilder;
import dev.dbops.cli.command.Context;
import dev.dbops.local.LocalDatabase;
import dev.dbops.local.LocalServer;
import dev.dbops.local.LocalServerStatus;

/** Stops the private local server. */
public final class LocalStop implements Command, Runnable {
    private boolean delete;

    private final Context context;

    public LocalStop(Context context) {
        this.context = context;
    }

    @Override
    public void describe(CommandSpecBuilder model) {
        model.description("Stop the local PostgreSQL server and keep its data.")
                .flag("--delete", "Also delete the databases of all projects.", value -> delete = value)
                .footer(
                        "With --delete, confirm at the prompt or pass --yes: the server holds the",
                        "databases of all projects. local-status lists them.",
                        "",
                        "Example: db-ops local-stop --delete --yes");
    }

    /**
     * The result of the command.
     *
     * @param stopped whether the server was running
     * @param deleted whether there were data, and they are gone
     */
    private record Result(boolean stopped, boolean deleted) {}

    @Override
    public void run() {
        if (context.dryRun()) {
            context.notes()
                    .note(
                            delete
                                    ? "would stop the local server and delete the databases of all projects"
                                    : "would stop the local server");
            return;
        }
        var server = context.localServer();
        if (delete) {
            confirm(server);
        }
        var stopped = server.stop();
        var deleted = delete && server.delete();
        context.output().print(new Result(stopped, deleted), sentence(stopped, deleted));
    }

    /** A server that was never set up has nothing to lose. */
    private void confirm(LocalServer server) {
        var status = server.status();
        if (!(status instanceof LocalServerStatus.Absent)) {
            var names =
                    server.databases().stream().map(LocalDatabase::description).toList();
            var known = names.isEmpty() ? "no database is known" : String.join(", ", names);
            var further = status instanceof LocalServerStatus.Stopped
                    ? "; databases without a project are not known while the server is stopped"
                    : "";
            context.confirmation()
                    .requireYes("delete the local server's data for good: %s%s".formatted(known, further));
        }
    }

    private static String sentence(boolean stopped, boolean deleted) {
        var sentence = stopped ? "stopped the local server" : "the local server was not running";
        return deleted ? sentence + "; deleted its data" : sentence;
    }
}
