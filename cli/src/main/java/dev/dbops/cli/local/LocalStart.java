package dev.dbops.cli.local;

import dev.dbops.cli.command.Command;
import dev.dbops.cli.command.CommandSpecBuilder;
import dev.dbops.cli.command.Context;
import java.nio.file.Path;

/** Starts the private local server. */
public final class LocalStart implements Command, Runnable {
    private final Context context;

    public LocalStart(Context context) {
        this.context = context;
    }

    @Override
    public void describe(CommandSpecBuilder model) {
        model.description("Start the local PostgreSQL server.").footer("Example: db-ops local-start");
    }

    /**
     * The server that runs now.
     *
     * @param port on 127.0.0.1
     * @param pid its main process
     * @param data its data directory
     */
    private record Result(int port, long pid, Path data) {}

    @Override
    public void run() {
        if (context.dryRun()) {
            context.notes().note("would start the local server");
            return;
        }
        var running = context.localServer().start();
        context.output()
                .print(
                        new Result(running.port(), running.pid(), running.data()),
                        "the local server listens on 127.0.0.1:%d".formatted(running.port()));
    }
}
