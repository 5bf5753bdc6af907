package dev.dbops.cli.events;

import dev.dbops.OpsException;
import dev.dbops.cli.command.CommandSpecBuilder;
import dev.dbops.cli.command.NumberRange;
import dev.dbops.cli.events.FormatOption.Format;
import dev.dbops.events.EventLog;
import dev.dbops.events.NameMap;
import dev.dbops.events.StartPoint;
import dev.dbops.events.envelope.EventFormat;
import dev.dbops.events.replay.ReplayOptions;
import java.util.List;
import java.util.Optional;

/** The options that say which events are replayed, and how. */
final class ReplayChoice {
    /** Few round trips, and a batch that memory does not feel. */
    private static final int BATCH = 10_000;

    private static final int WORKERS = 4;
    private static final int MOST_WORKERS = 64;

    private String from = "";
    private boolean follow;
    private OnError onError = OnError.stop;
    private int workers = WORKERS;
    private int rate;

    private final NameMap names = new NameMap();
    private final FilterOptions filter = new FilterOptions();
    private final FormatOption format = new FormatOption();

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

    void describe(CommandSpecBuilder model) {
        model.choice(
                        "--from",
                        "START",
                        "Where a new consumer begins: beginning, now, a time, or a position. Default: beginning.",
                        List.of("beginning", "now"),
                        value -> from = value)
                .flag("--follow", "Go on with what comes later, until Ctrl-C.", value -> follow = value);
        filter.describe(model);
        format.describeForSink(model);
        model.repeated(
                        "--map",
                        "OLD=NEW",
                        "Another name for a schema or a table in the target. May be repeated.",
                        names::add)
                .number(
                        "--parallel",
                        "NUMBER",
                        "Connections that apply events at once. Default: 4.",
                        new NumberRange(
                                1,
                                MOST_WORKERS,
                                "each is a connection to the target; more than its processors do not help"),
                        value -> workers = value)
                .option(
                        "--on-error",
                        "ACTION",
                        "What becomes of an event that the sink refuses: stop, or dead-letter. Default: stop.",
                        OnError.class,
                        value -> onError = value)
                .number(
                        "--rate",
                        "NUMBER",
                        "Events a second at most. Default: no limit.",
                        new NumberRange(1, Integer.MAX_VALUE, "leave it out for as fast as possible"),
                        value -> rate = value);
    }

    /**
     * Refuses what means nothing, or nothing to the sink.
     *
     * @throws OpsException of kind USAGE
     */
    void check(Destination sink) {
        if (!sink.takesText()) {
            format.requireNone();
        }
        format.check();
    }

    /** What {@code --from} says; empty when it says nothing. */
    String from() {
        return from;
    }

    /** How many connections apply events at once. */
    int workers() {
        return workers;
    }

    /** How events of a log are written as text. */
    EventFormat format(EventLog log) {
        return format.of(format.chosen().orElse(Format.json), log, names);
    }

    /**
     * All of it.
     *
     * @param start what {@code --from} means
     */
    ReplayOptions options(String consumer, Optional<StartPoint> start) {
        return new ReplayOptions(
                consumer,
                filter.filter(start.flatMap(StartPoint::since)),
                names,
                start.map(StartPoint::position),
                follow,
                onError == OnError.dead_letter,
                rate,
                BATCH);
    }
}
