package dev.dbops.cli.sessions;

import dev.dbops.OpsException;
import dev.dbops.OpsException.Kind;
import dev.dbops.cli.command.Context;
import dev.dbops.postgres.session.SessionEnding.Outcome;
import dev.dbops.postgres.session.SessionEnding.Report;
import java.util.ArrayList;
import java.util.List;

/** Prints what became of sessions that were to end. */
final class EndingReport {
    private final Context context;
    private final List<Integer> pids;

    /** @param pids the sessions that were named by their PIDs */
    EndingReport(Context context, List<Integer> pids) {
        this.context = context;
        this.pids = pids;
    }

    /** Prints the reports; throws an exception of kind FAILED when a session could not be ended. */
    void print(List<Report> reports) {
        var rows = new ArrayList<>(reports);
        for (var pid : pids) {
            if (reports.stream().noneMatch(report -> report.pid() == pid)) {
                rows.add(Report.notFound(pid));
            }
        }
        context.output().print(rows, "no such session");
        var failed = rows.stream().filter(this::isFailure).count();
        if (failed > 0 && !context.dryRun()) {
            throw new OpsException(
                    Kind.FAILED, "%d of %d session(s) could not be ended".formatted(failed, rows.size()), hint(rows));
        }
    }

    /** A skipped session is a failure only if it was named by its PID. */
    private boolean isFailure(Report report) {
        return switch (report.outcome()) {
            case NOT_PERMITTED, STILL_THERE -> true;
            case SKIPPED -> pids.contains(report.pid());
            case WOULD_END, WOULD_CANCEL, ENDED, CANCELLED, GONE -> false;
        };
    }

    private static String hint(List<Report> rows) {
        if (rows.stream().anyMatch(row -> row.outcome() == Outcome.NOT_PERMITTED)) {
            return "a role may end its own sessions; with pg_signal_backend and pg_read_all_stats (on RDS:"
                    + " rds_superuser) the sessions of other roles too";
        }
        return rows.stream().anyMatch(row -> row.outcome() == Outcome.STILL_THERE)
                ? "look again with db-ops sessions; --timeout waits longer"
                : "the reason is shown for each";
    }
}
