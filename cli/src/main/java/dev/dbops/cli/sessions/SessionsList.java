package dev.dbops.cli.sessions;

import dev.dbops.cli.Context;
import dev.dbops.cli.EnvironmentArgument;
import dev.dbops.postgres.Sessions;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Lists the clients that are connected to the target database. */
@Command(
        name = "sessions",
        description = "List who is connected, and what they do.",
        footer = {"", "Example: db-ops sessions --all -o json"})
public final class SessionsList implements Runnable {
    @Option(names = "--all", description = "Of all databases of the server.")
    private boolean all;

    @Mixin
    private final EnvironmentArgument environment;

    private final Context context;

    public SessionsList(Context context) {
        this.context = context;
        this.environment = new EnvironmentArgument(context);
    }

    @Override
    public void run() {
        var target = context.target();
        try (var database = context.connect(target)) {
            var sessions = new Sessions(database);
            context.output().print(all ? sessions.all() : sessions.of(target.database()), "nobody else is connected");
        }
    }
}
