package dev.dbops.cli.sessions;

import dev.dbops.cli.Command;
import dev.dbops.cli.CommandModel;
import dev.dbops.cli.Context;
import dev.dbops.postgres.Sessions;

/** Lists the clients that are connected to the target database. */
public final class SessionsList implements Command, Runnable {
    private boolean all;

    private final Context context;

    public SessionsList(Context context) {
        this.context = context;
    }

    @Override
    public void describe(CommandModel model) {
        model.description("List who is connected, and what they do.")
                .flag("--all", "Of all databases of the server.", value -> all = value)
                .takesEnvironment()
                .footer("Example: db-ops sessions --all -o json");
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
