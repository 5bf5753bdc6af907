package dev.dbops.cli.events;

import dev.dbops.OpsException;
import dev.dbops.OpsException.Kind;
import dev.dbops.cli.command.CommandSpecBuilder;
import dev.dbops.cli.command.NumberRange;
import dev.dbops.cli.events.FormatOptions.Format;
import dev.dbops.events.EventFilter;
import dev.dbops.events.EventLog;
import dev.dbops.events.NameMap;
import dev.dbops.events.StartPoint;
import dev.dbops.events.envelope.EventFormat;
import dev.dbops.events.replay.ReplayOptions;
import dev.dbops.events.replay.Rotation;
import dev.dbops.kafka.message.MessageForm;
import java.util.List;
import java.util.Optional;

/** The options that select the events to replay and the way of delivery. */
final class EventsReplayOptions {
    /** Few round trips, and a batch that takes little memory. */
    private static final int BATCH = 10_000;

    private static final int WORKERS = 4;
    private static final int MOST_WORKERS = 64;

    private String from = "";
    private boolean follow;
    private OnError onError = OnError.stop;
    private int workers = WORKERS;
    private boolean parallel;
    private boolean atomic;
    private Optional<OnChange> onPartitionChange = Optional.empty();
    private OnChange onSchemaChange = OnChange.stop;
    private int rate;
    private EventFilter selected = EventFilter.all();

    private final NameMap names = new NameMap();
    private final FilterOptions filter = new FilterOptions();
    private final FormatOptions format = new FormatOptions();
    private final RotationOptions rotation = new RotationOptions();
    private final WarehouseSinkOptions warehouse = new WarehouseSinkOptions();
    private final EarlierRowsOptions snapshot = new EarlierRowsOptions();
    private final KafkaSinkOptions kafka = new KafkaSinkOptions();

    /** The ways to handle an event that the sink refuses, as words of {@code --on-error}. */
    private enum OnError {
        stop,
        dead_letter {
            @Override
            public String toString() {
                return "dead-letter";
            }
        }
    }

    /** The ways to handle changes of tables, as words of {@code --on-partition-change} and {@code --on-schema-change}. */
    private enum OnChange {
        stop,
        warn
    }

    void describe(CommandSpecBuilder model) {
        model.choice(
                        "--from",
                        "START",
                        "Start of a new consumer: beginning, now, a time, or a position. Default: beginning.",
                        List.of("beginning", "now"),
                        value -> from = value)
                .flag("--follow", "Keep delivering new events, until Ctrl-C.", value -> follow = value);
        snapshot.describe(model);
        filter.describe(model);
        format.describeForSink(model);
        rotation.describe(model);
        warehouse.describe(model);
        kafka.describe(model);
        model.repeated(
                        "--map",
                        "OLD=NEW",
                        "Schema or table that has another name in the target. May be repeated.",
                        names::add)
                .number(
                        "--parallel",
                        "NUMBER",
                        "Number of connections that apply events in parallel. They commit milliseconds apart. Default:"
                                + " 4.",
                        new NumberRange(
                                1,
                                MOST_WORKERS,
                                "each is a connection to the target; more than its processors do not help"),
                        value -> {
                            workers = value;
                            parallel = value > 1;
                        })
                .flag(
                        "--atomic",
                        "Commit whole transactions of the source, with one connection: no reader of the target sees a"
                                + " part of one.",
                        value -> atomic = value)
                .option(
                        "--on-error",
                        "ACTION",
                        "Action if the sink rejects an event: stop, or dead-letter (set it aside, continue). "
                                + "Default: stop.",
                        OnError.class,
                        value -> onError = value)
                .option(
                        "--on-partition-change",
                        "ACTION",
                        "Action if a partition was attached, detached or dropped: its rows have no events. stop, or"
                                + " warn. Default: stop for a database, warn for other sinks.",
                        OnChange.class,
                        value -> onPartitionChange = Optional.of(value))
                .option(
                        "--on-schema-change",
                        "ACTION",
                        "Action if a captured table was altered and the target's was not: stop, or warn. Default:"
                                + " stop.",
                        OnChange.class,
                        value -> onSchemaChange = value)
                .number(
                        "--rate",
                        "NUMBER",
                        "Maximum number of events per second. Default: no limit.",
                        new NumberRange(1, Integer.MAX_VALUE, "leave it out for no limit"),
                        value -> rate = value);
    }

    /**
     * Checks the options, also those that the sink does not support.
     *
     * @throws OpsException of kind USAGE
     */
    void check(Destination sink) {
        if (!sink.takesText()) {
            format.requireNone();
        }
        format.check(sink);
        rotation.check(sink);
        warehouse.check(sink);
        snapshot.check(from);
        kafka.check(sink);
        if (atomic) {
            checkAtomic(sink);
        }
    }

    private void checkAtomic(Destination sink) {
        if (!sink.isDatabase()) {
            throw new OpsException(
                    Kind.USAGE, "--atomic is for PostgreSQL", "leave it out: this sink gets the events in their order");
        }
        if (parallel) {
            throw new OpsException(
                    Kind.USAGE,
                    "--atomic and --parallel exclude each other",
                    "several connections cannot commit at one moment; leave --parallel out");
        }
        if (onError == OnError.dead_letter) {
            throw new OpsException(
                    Kind.USAGE,
                    "--atomic and --on-error dead-letter exclude each other",
                    "without the refused event, the transaction would not be whole");
        }
    }

    /** Returns whether the replay continues until it is stopped. */
    boolean follows() {
        return follow;
    }

    /** Returns whether whole transactions of the source are committed. */
    boolean isAtomic() {
        return atomic;
    }

    /** Returns the value of {@code --from}; empty if it was not given. */
    String from() {
        return from;
    }

    /** Returns the number of connections that apply events at once. */
    int workers() {
        return workers;
    }

    /** Returns the format for the events of {@link #options}. */
    EventFormat format(EventLog log) {
        return format.of(format.chosen().orElse(Format.json), log, names, selected);
    }

    /** Returns what writes the events of {@link #options} as messages of Kafka. */
    MessageForm messages(EventLog log, String prefix) {
        return format.messages(log, names, selected, prefix, kafka.tombstones());
    }

    /** Returns the options of Kafka. */
    KafkaSinkOptions kafka() {
        return kafka;
    }

    /** Returns the options of a warehouse. */
    WarehouseSinkOptions warehouse() {
        return warehouse;
    }

    /** Returns the names of tables in the sink. */
    NameMap names() {
        return names;
    }

    /** Returns when a file of events is finished. */
    Rotation rotation() {
        return rotation.rotation();
    }

    /**
     * Returns all options.
     *
     * @param consumer the consumer's name; empty if no position is kept
     * @param start the meaning of {@code --from}
     * @param sink the destination
     */
    ReplayOptions options(String consumer, Optional<StartPoint> start, Destination sink) {
        var onPartitions =
                onPartitionChange.orElse(sink.isDatabase() || sink.isWarehouse() ? OnChange.stop : OnChange.warn);
        selected = format.select(filter.filter(start.flatMap(StartPoint::since)));
        var options = new ReplayOptions(
                consumer,
                selected,
                names,
                start.map(StartPoint::position),
                follow,
                onError == OnError.dead_letter,
                onPartitions == OnChange.stop,
                rate,
                BATCH);
        return snapshot.of(options, workers).passingSchemaChanges(onSchemaChange == OnChange.warn);
    }
}
