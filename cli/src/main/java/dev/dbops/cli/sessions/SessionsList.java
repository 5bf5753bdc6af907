package dev.dbops.cli.sessions;

import dev.dbops.OpsException;
import dev.dbops.OpsException.Kind;
import dev.dbops.cli.command.Command;
import dev.dbops.cli.command.CommandSpecBuilder;
import dev.dbops.cli.command.Context;
import dev.dbops.cli.command.Watch;
import dev.dbops.postgres.session.Session;
import dev.dbops.postgres.session.SessionFilter;
import dev.dbops.postgres.session.Sessions;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;

/** Lists the clients that are connected to the target database. */
public final class SessionsList implements Command, Callable<Integer> {
    private boolean all;
    private boolean blocking;
    private Optional<Duration> watch = Optional.empty();
    private boolean noted;

    private final SessionOptions options = new SessionOptions();
    private final Context context;

    public SessionsList(Context context) {
        this.context = context;
    }

    @Override
    public void describe(CommandSpecBuilder model) {
        model.description("List the sessions connected to the database.")
                .flag("--all", "List the sessions of all databases on the server.", value -> all = value)
                .flag(
                        "--blocking",
                        "Only sessions that wait for a lock, each below the session that blocks it.",
                        value -> blocking = value);
        options.describe(model);
        model.duration(
                        "--watch",
                        "Repeat at this interval, until Ctrl-C.",
                        "100ms",
                        "1d",
                        value -> watch = Optional.of(value))
                .takesEnvironment()
                .footer("Example: db-ops sessions --all -o json");
    }

    @Override
    public Integer call() {
        var filter = options.filter(List.of());
        if (blocking && !filter.isEmpty()) {
            throw new OpsException(
                    Kind.USAGE, "--blocking shows all blocked and blocking sessions", "leave the other conditions out");
        }
        var target = context.targets().target();
        try (var database = context.connect(target)) {
            var sessions = new Sessions(database);
            Runnable show = () -> show(sessions, target.database(), filter);
            if (watch.isPresent()) {
                return new Watch(context, watch.get()).show(show);
            }
            show.run();
            return 0;
        }
    }

    private void show(Sessions sessions, String name, SessionFilter filter) {
        if (blocking) {
            var tree = sessions.blocking();
            BlockedRows.print(context.output(), all ? tree.entries() : tree.entriesOf(name));
            return;
        }
        var found = all ? sessions.all(filter) : sessions.of(name, filter);
        context.output().print(found, filter.isEmpty() ? "no other sessions" : "no such session");
        if (!noted && found.stream().anyMatch(Session::isHidden)) {
            noted = true;
            context.notes()
                    .remark("the queries of other roles are hidden: GRANT pg_read_all_stats shows them"
                            + " (on RDS, rds_superuser includes it)");
        }
    }
}
