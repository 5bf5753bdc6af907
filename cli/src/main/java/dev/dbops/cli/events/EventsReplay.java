package dev.dbops.cli.events;

import dev.dbops.OpsException;
import dev.dbops.OpsException.Kind;
import dev.dbops.cli.Command;
import dev.dbops.cli.CommandModel;
import dev.dbops.cli.Context;
import dev.dbops.events.EventLog;
import dev.dbops.events.NameMap;
import dev.dbops.events.Replay;
import dev.dbops.events.ReplayOptions;
import dev.dbops.events.StartPoint;
import dev.dbops.events.TableEvents;
import dev.dbops.target.ConnectionTarget;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;

/** Brings the events of the log to another database, a file or a function. */
public final class EventsReplay implements Command, Callable<Integer> {
    private static final int INTERRUPTED = 130;
    private static final int BATCH = 10_000;
    private static final int WORKERS = 4;
    private static final int MOST_WORKERS = 64;

    private String to = "";
    private String name = "";
    private String from = "";
    private boolean follow;
    private OnError onError = OnError.stop;
    private int workers = WORKERS;
    private int rate;

    private final NameMap names = new NameMap();
    private final FilterOptions filter = new FilterOptions();
    private final Context context;

    /** What is done about an event that the sink refuses, as {@code --on-error} says it. */
    private enum OnError {
        stop,
        dead_letter {
            @Override
            public String toString() {
                return "dead-letter";
            }
        }
    }

    public EventsReplay(Context context) {
        this.context = context;
    }

    @Override
    public void describe(CommandModel model) {
        model.description("Bring the events of the log to another database, a file or a Lambda function.")
                .option(
                        "--to",
                        "SINK",
                        "env:NAME (NAME_CONNECTION_URL), postgresql://..., local:NAME, file:PATH, - or lambda:NAME.",
                        value -> to = value)
                .option(
                        "--name",
                        "NAME",
                        "The consumer, whose position is kept; default: the sink.",
                        value -> name = value)
                .option(
                        "--from",
                        "START",
                        "Where a new consumer begins: beginning (the default), now, a time, or a position.",
                        value -> from = value)
                .flag("--follow", "Go on with what comes later, until Ctrl-C.", value -> follow = value);
        filter.describe(model);
        model.repeated("--map", "OLD=NEW", "Another name for a schema or a table in the target.", names::add)
                .option(
                        "--parallel",
                        "NUMBER",
                        "Connections that apply events at once; default: 4.",
                        Integer.class,
                        value -> workers = value)
                .option(
                        "--on-error",
                        "ACTION",
                        "What becomes of an event that the sink refuses: stop (the default), or dead-letter.",
                        OnError.class,
                        value -> onError = value)
                .option("--rate", "NUMBER", "At most so many events a second.", Integer.class, value -> rate = value)
                .takesEnvironment()
                .footer(
                        "A consumer goes on where it ended, after a crash too.",
                        "Example: db-ops events-replay --to env:reporting --table users --follow prod");
    }

    /**
     * What was delivered.
     *
     * @param consumer the consumer's name
     * @param sink where it went
     * @param events how many
     * @param putAside how many the sink refused
     * @param seconds how long it took
     * @param position where the next replay goes on; empty for a dry run
     * @param tables the events by table
     */
    private record Result(
            String consumer,
            String sink,
            long events,
            long putAside,
            double seconds,
            String position,
            List<TableEvents> tables) {}

    @Override
    public Integer call() {
        refuseNonsense();
        var sink = Destination.parse(context, to);
        var source = context.target();
        context.notes()
                .note("source: %s (from %s)"
                        .formatted(source.description(), source.origin().description()));
        context.notes().note("sink: %s".formatted(sink.consumer()));
        var consumer = name.isEmpty() ? sink.consumer() : name;
        var start = start(source);
        var options = new ReplayOptions(
                consumer,
                filter.filter(start.flatMap(StartPoint::since)),
                names,
                start.map(StartPoint::position),
                follow,
                onError == OnError.dead_letter,
                rate,
                BATCH);
        try (var progress = new ReplayProgress(context, consumer)) {
            var replay = new Replay(source, log -> sink.open(log, consumer, workers), options, progress);
            return context.dryRun() ? preview(replay, sink) : run(replay, sink, progress, consumer);
        }
    }

    private Optional<StartPoint> start(ConnectionTarget source) {
        if (from.isEmpty()) {
            return Optional.empty();
        }
        try (var database = context.connect(source)) {
            return Optional.of(StartPoint.parse(from, EventLog.open(database)));
        }
    }

    private void refuseNonsense() {
        if (workers < 1 || workers > MOST_WORKERS) {
            throw new OpsException(
                    Kind.USAGE,
                    "--parallel is %d, and can be 1 to %d".formatted(workers, MOST_WORKERS),
                    "each is a connection to the target; more than its processors do not help");
        }
        if (rate < 0) {
            throw new OpsException(Kind.USAGE, "--rate is negative", "leave it out for as fast as possible");
        }
    }

    private int preview(Replay replay, Destination sink) {
        var tables = replay.preview();
        var events = tables.stream().mapToLong(TableEvents::total).sum();
        context.output()
                .print(
                        new Result(sink.consumer(), sink.consumer(), events, 0, 0, "", tables),
                        "would deliver %d event(s) to %s".formatted(events, sink.consumer()));
        return 0;
    }

    private int run(Replay replay, Destination sink, ReplayProgress progress, String consumer) {
        sink.confirm();
        try {
            var position = replay.run();
            progress.clear();
            if (sink.isOutput()) {
                context.notes().note("delivered " + progress.summary());
                return 0;
            }
            context.output()
                    .print(
                            new Result(
                                    consumer,
                                    sink.consumer(),
                                    progress.events(),
                                    progress.putAside(),
                                    progress.seconds(),
                                    position.toString(),
                                    progress.tables()),
                            "delivered %s to %s".formatted(progress.summary(), sink.consumer()));
            return 0;
        } catch (InterruptedException _) {
            context.notes().note("stopped; delivered %s".formatted(progress.summary()));
            return INTERRUPTED;
        }
    }
}
