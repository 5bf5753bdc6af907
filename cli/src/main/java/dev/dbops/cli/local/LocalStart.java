package dev.dbops.cli.local;

import dev.dbops.cli.command.Command;
import dev.dbops.cli.command.CommandSpecBuilder;
import dev.dbops.cli.command.Context;
import dev.dbops.cli.command.NumberRange;
import java.nio.file.Path;
import java.util.OptionalInt;

/** Starts the private local server. */
public final class LocalStart implements Command, Runnable {
    private final Context context;
    private OptionalInt port = OptionalInt.empty();

    public LocalStart(Context context) {
        this.context = context;
    }

    @Override
    public void describe(CommandSpecBuilder model) {
        model.description("Start the local PostgreSQL server.")
                .number(
                        "--port",
                        "NUMBER",
                        "Port on 127.0.0.1, now and at each later start. Default: that of the last time.",
                        new NumberRange(1, 65_535, "leave it out for the port of the last time, or a free one"),
                        value -> port = OptionalInt.of(value))
                .footer("Example: db-ops local-start");
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
        var running = context.localServer().start(port);
        context.output()
                .print(
                        new Result(running.port(), running.pid(), running.data()),
                        "the local server listens on 127.0.0.1:%d".formatted(running.port()));
    }
}
