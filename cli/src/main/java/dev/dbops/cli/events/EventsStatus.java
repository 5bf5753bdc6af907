package dev.dbops.cli.events;

import dev.dbops.cli.command.Command;
import dev.dbops.cli.command.CommandSpecBuilder;
import dev.dbops.cli.command.Context;
import dev.dbops.cli.command.Watch;
import dev.dbops.cli.metrics.StatusMetrics;
import dev.dbops.events.EventLog;
import dev.dbops.events.inbox.InboxProgress;
import dev.dbops.events.log.LogInspection;
import dev.dbops.events.log.LogStatus;
import dev.dbops.events.log.LogStatus.StageStatus;
import dev.dbops.events.log.Received;
import dev.dbops.postgres.Database;
import dev.dbops.redshift.inbox.WarehouseProgress;
import dev.dbops.target.ConnectionTarget;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;

/** Shows the size of the event log and the progress of its consumers. */
public final class EventsStatus implements Command, Callable<Integer> {
    private static final Duration PAUSE = Duration.ofSeconds(2);
    private static final int FEW_DAYS = 3;

    private boolean watch;
    private boolean metrics;
    private final List<String> stages = new ArrayList<>();

    private final Context context;

    public EventsStatus(Context context) {
        this.context = context;
    }

    @Override
    public void describe(CommandSpecBuilder model) {
        model.description("Show the event log's size, rate and partitions, and the progress of its consumers.")
                .repeated(
                        "--to",
                        "TARGET",
                        "Target of a function, to show how far it is: env:NAME, postgresql://... or redshift://..."
                                + " May be repeated.",
                        stages::add)
                .flag(
                        "--metrics",
                        "Write OpenMetrics text for Prometheus: lag, rate, size and dead letters.",
                        value -> metrics = value)
                .flag("--watch", "Show it again every 2 s, until Ctrl-C.", value -> watch = value)
                .takesEnvironment()
                .footer("Example: db-ops events-status --watch");
    }

    @Override
    public Integer call() {
        if (metrics) {
            StatusMetrics.check(context, watch);
        }
        try (var database = context.connect(context.targets().target())) {
            if (metrics) {
                var log = EventLog.open(database);
                StatusMetrics.write(context, log, status(log));
            } else if (!watch) {
                warn(show(database));
            }
            return metrics || !watch ? 0 : new Watch(context, PAUSE).show(() -> show(database));
        }
    }

    private LogStatus show(Database database) {
        var status = status(EventLog.open(database));
        context.output().printFields(status);
        return status;
    }

    private LogStatus status(EventLog log) {
        var inspection = new LogInspection(log);
        var status = inspection.look();
        return status.with(progress(inspection, status.log()));
    }

    private List<StageStatus> progress(LogInspection inspection, String log) {
        var statuses = new ArrayList<StageStatus>();
        for (var stage : stages) {
            var target = DatabaseDestination.target(context, stage);
            var received = received(target, log);
            if (received.isEmpty()) {
                context.notes()
                        .note("no function has delivered an event of this log to %s; the consumers show replays"
                                .formatted(target.description()));
            }
            statuses.add(inspection.stage(target.description(), received));
        }
        return statuses;
    }

    private Optional<Received> received(ConnectionTarget target, String log) {
        if (target.isRedshift()) {
            return WarehouseProgress.read(target, log);
        }
        try (var database = context.connect(target)) {
            return InboxProgress.read(database, log);
        }
    }

    private void warn(LogStatus status) {
        if (status.defaultUsed()) {
            context.notes()
                    .warning("events are in the default partition, because their days have no partition:"
                            + " run db-ops events-prune, which creates partitions");
        } else if (status.daysAhead() < FEW_DAYS) {
            context.notes()
                    .warning("there are partitions for %d day(s) only: run db-ops events-prune, which creates more"
                            .formatted(status.daysAhead()));
        }
    }
}
