package dev.dbops.cli.events;

import dev.dbops.OpsException;
import dev.dbops.OpsException.Kind;
import dev.dbops.cli.command.Command;
import dev.dbops.cli.command.CommandSpecBuilder;
import dev.dbops.cli.command.Context;
import dev.dbops.events.Consumers;
import dev.dbops.events.EventLog;
import dev.dbops.events.log.Retention;
import dev.dbops.postgres.Database;
import dev.dbops.postgres.maintenance.ProtectionMark;
import dev.dbops.target.ConnectionTarget;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** Drops old events that every consumer has read, and creates the partitions of the next days. */
public final class EventsPrune implements Command, Runnable {
    private Duration keep = Duration.ofDays(7);
    private String forget = "";

    private final Context context;

    public EventsPrune(Context context) {
        this.context = context;
    }

    @Override
    public void describe(CommandSpecBuilder model) {
        model.description("Drop old events that every consumer has read, a day at a time.")
                .longDuration(
                        "--keep",
                        "Age up to which events are kept, such as 7d or 12h. Default: 7d.",
                        "0s",
                        "36500d",
                        value -> keep = value)
                .option(
                        "--forget",
                        "CONSUMER",
                        "Forget this consumer first; events are no longer kept for it.",
                        value -> forget = value)
                .takesEnvironment()
                .footer(
                        "events-prune also creates the partitions of the next days.",
                        "Run it daily.",
                        "",
                        "Example: db-ops events-prune --keep 7d --yes");
    }

    @Override
    public void run() {
        var target = context.targets().target();
        context.announce(target);
        try (var database = context.connect(target)) {
            var log = EventLog.open(database);
            requireKnown(database);
            var retention = new Retention(log, Instant.now().minus(keep), forget);
            var plan = retention.plan();
            warn(plan);
            if (context.dryRun()) {
                print(PruneResult.of(plan, plan.rows(), List.of(), forget, "would be dropped"));
                return;
            }
            if (!plan.free().isEmpty() || plan.rows() > 0 || !forget.isEmpty()) {
                confirm(plan, target);
            }
            print(new PruneRun(database, retention, forget).run(plan));
        }
    }

    private void requireKnown(Database database) {
        if (!forget.isEmpty() && new Consumers(database).find(forget).isEmpty()) {
            throw new OpsException(
                    Kind.USAGE,
                    "the event log has no consumer \"%s\"".formatted(forget),
                    "db-ops events-status lists them");
        }
    }

    private void confirm(Retention.Plan plan, ConnectionTarget target) {
        var deed = "drop %d partition(s) and %d further event(s) of the event log of database \"%s\"%s"
                .formatted(
                        plan.free().size(),
                        plan.rows(),
                        target.database(),
                        forget.isEmpty() ? "" : ", and forget consumer \"%s\"".formatted(forget));
        context.confirmation().require(deed, target, ProtectionMark.of(target));
    }

    private void warn(Retention.Plan plan) {
        for (var candidate : plan.partitions()) {
            candidate
                    .consumer()
                    .ifPresent(consumer -> context.notes()
                            .warning(("%s is kept for consumer \"%s\", which has not read it: replay it, or pass"
                                            + " --forget if it never will be")
                                    .formatted(candidate.partition().name(), consumer)));
        }
    }

    private void print(PruneResult result) {
        context.output().print(result, result.sentence(context.dryRun()));
    }
}
