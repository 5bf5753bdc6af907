package dev.dbops.cli.sessions;

import dev.dbops.OpsException;
import dev.dbops.OpsException.Kind;
import dev.dbops.cli.command.Command;
import dev.dbops.cli.command.CommandSpecBuilder;
import dev.dbops.cli.command.Context;
import dev.dbops.postgres.maintenance.ProtectionMark;
import dev.dbops.postgres.session.SessionEnding;
import dev.dbops.postgres.session.SessionEnding.Candidate;
import dev.dbops.postgres.session.Sessions;
import dev.dbops.target.ConnectionTarget;
import dev.dbops.target.Protection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Ends sessions of the target database, those that would block a drop or a migration. */
public final class SessionsKill implements Command, Runnable {
    private final List<Integer> pids = new ArrayList<>();
    private boolean cancel;
    private Duration timeout = Duration.ofSeconds(10);

    private final SessionOptions options = new SessionOptions();
    private final Context context;

    public SessionsKill(Context context) {
        this.context = context;
    }

    @Override
    public void describe(CommandSpecBuilder model) {
        model.description("End sessions of the database.")
                .arguments("PID", "Process ID of a session, from db-ops sessions.", value -> pids.add(pid(value)));
        options.describe(model);
        model.flag("--cancel", "Cancel the running queries and keep the sessions.", value -> cancel = value)
                .duration(
                        "--timeout",
                        "Time limit for the sessions to end. Default: 10s.",
                        "0s",
                        "1d",
                        value -> timeout = value)
                .footer(
                        "Pass at least one PID or condition. PIDs and conditions are combined with AND.",
                        "Never ended: sessions of other superusers, sessions of Amazon RDS, and",
                        "processes that are not clients.",
                        "",
                        "Example: db-ops sessions-kill --state idle-in-transaction --older-than 10m");
    }

    private static int pid(String word) {
        try {
            return Integer.parseInt(word);
        } catch (NumberFormatException e) {
            throw new OpsException(
                    Kind.USAGE,
                    "\"%s\" is not the number of a process".formatted(word),
                    "db-ops sessions lists them; the environment is given with -e",
                    e);
        }
    }

    @Override
    public void run() {
        var filter = options.filter(pids);
        if (filter.isEmpty()) {
            throw new OpsException(
                    Kind.USAGE,
                    "no sessions are selected",
                    "give their PIDs, or --state, --older-than, --user, --application; db-ops sessions lists them");
        }
        var target = context.targets().target();
        context.announce(target);
        try (var database = context.connect(target)) {
            var ending = new SessionEnding(database, filter, cancel);
            var report = new EndingReport(context, filter.pids());
            var found = ending.candidates();
            var meant = found.stream()
                    .filter(each -> each.obstacle().isEmpty())
                    .map(Candidate::session)
                    .toList();
            if (context.dryRun() || meant.isEmpty()) {
                report.print(found.stream().map(ending::planned).toList());
                return;
            }
            var deed = (cancel ? "cancel what is run by " : "end ") + Sessions.describe(meant);
            confirm(deed, target, new ProtectionMark(database).protectionOf(target));
            report.print(ending.end(found, timeout));
        } catch (InterruptedException e) {
            throw new OpsException(Kind.INTERRUPTED, "interrupted while waiting for the sessions to end", null, e);
        }
    }

    private void confirm(String deed, ConnectionTarget target, Protection protection) {
        context.confirmation().require(deed, target, protection);
    }
}
