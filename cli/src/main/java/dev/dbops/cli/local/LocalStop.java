package dev.dbops.cli.local;

import dev.dbops.cli.Context;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Stops the private local server. */
@Command(
        name = "local-stop",
        description = "Stop the local PostgreSQL server; its data are kept.",
        footer = {"", "Example: db-ops local-stop --delete"})
public final class LocalStop implements Runnable {
    @Option(names = "--delete", description = "Delete its databases too.")
    private boolean delete;

    private final Context context;

    public LocalStop(Context context) {
        this.context = context;
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
