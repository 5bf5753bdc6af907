package dev.dbops.cli.events;

import dev.dbops.cli.aws.AwsOptions;
import dev.dbops.cli.command.Command;
import dev.dbops.cli.command.CommandSpecBuilder;
import dev.dbops.cli.command.Context;
import dev.dbops.cli.command.ExitCode;
import dev.dbops.cli.metrics.MetricsOptions;
import dev.dbops.events.EventLog;
import dev.dbops.events.StartPoint;
import dev.dbops.events.replay.Replay;
import dev.dbops.target.ConnectionTarget;
import java.util.Optional;
import java.util.concurrent.Callable;

/** Delivers logged events to another database, a warehouse, Kafka, a file, or a service of AWS. */
public final class EventsReplay implements Command, Callable<Integer> {

    private String to = "";
    private String name = "";

    private final EventsReplayOptions choice = new EventsReplayOptions();
    private final Context context;
    private final AwsOptions aws;
    private final MetricsOptions metrics;

    public EventsReplay(Context context) {
        this.context = context;
        this.aws = new AwsOptions(context);
        this.metrics = new MetricsOptions(context);
    }

    @Override
    public void describe(CommandSpecBuilder model) {
        model.description("Deliver logged events to another database, a warehouse, Kafka, a file, or a service of AWS.")
                .option("--to", "SINK", "Sink: " + Destination.FORMS + ".", value -> to = value)
                .option(
                        "--name",
                        "NAME",
                        "Name of the consumer; db-ops stores its position. Default: the sink; none for standard"
                                + " output.",
                        value -> name = value);
        choice.describe(model);
        metrics.describe(model);
        aws.describe(
                model,
                "AWS region of a sink in AWS. Default: that of its ARN or URL, else AWS_REGION or the profile's.");
        model.takesEnvironment()
                .footer(
                        "A consumer resumes where it stopped, even after a crash.",
                        "",
                        "Example: db-ops events-replay --to env:reporting --table users --follow prod");
    }

    @Override
    public Integer call() {
        var sink = Destination.parse(context, aws, to);
        choice.check(sink);
        metrics.check(choice.follows());
        var source = context.targets().target();
        context.notes()
                .note("source: %s (from %s)"
                        .formatted(source.description(), source.origin().description()));
        context.notes().note("sink: %s".formatted(sink.description()));
        var consumer = name.isEmpty() ? sink.consumerOf(source) : name;
        var resumes = !name.isEmpty() || sink.keepsPosition();
        var options = choice.options(resumes ? consumer : "", start(source), sink);
        if (!context.dryRun()) {
            sink.confirm();
        }
        try (var progress = new ReplayProgress(context, sink, consumer);
                var published = metrics.publish(consumer, sink.description(), progress, progress::warns)) {
            var replay = new Replay(
                    source, log -> sink.open(log, consumer, choice, progress::note), options, published.listener());
            return context.dryRun() ? preview(replay, source, sink, consumer) : run(replay, sink, progress, consumer);
        }
    }

    private Optional<StartPoint> start(ConnectionTarget source) {
        if (choice.from().isEmpty()) {
            return Optional.empty();
        }
        try (var database = context.connect(source)) {
            return Optional.of(StartPoint.parse(choice.from(), EventLog.open(database)));
        }
    }

    private int preview(Replay replay, ConnectionTarget source, Destination sink, String consumer) {
        var tables = replay.preview();
        var definitions = sink.definitions(source, choice, tables);
        definitions.forEach(statement -> context.notes().note("would run: " + statement));
        if (tables.stream().anyMatch(table -> table.reads() > 0)) {
            context.notes().note("READS are estimates by the server's statistics");
        }
        var report = ReplayReport.planned(consumer, sink.description(), tables, definitions);
        context.output()
                .print(report, "would deliver %d event(s) to %s".formatted(report.events(), sink.description()));
        return 0;
    }

    private int run(Replay replay, Destination sink, ReplayProgress progress, String consumer) {
        context.needTimeToEnd();
        try {
            var position = replay.run();
            progress.clear();
            if (sink.isOutput()) {
                context.notes().note("delivered " + progress.summary());
                return 0;
            }
            context.output()
                    .print(
                            progress.report(consumer, sink.description(), position),
                            "delivered %s to %s".formatted(progress.summary(), sink.description()));
            return 0;
        } catch (InterruptedException _) {
            context.notes().note("stopped; delivered %s".formatted(progress.summary()));
            return ExitCode.INTERRUPTED;
        }
    }
}
