package dev.dbops.cli.metrics;

import dev.dbops.OpsException;
import dev.dbops.OpsException.Kind;
import dev.dbops.cli.command.CommandSpecBuilder;
import dev.dbops.cli.command.Context;
import dev.dbops.cli.command.NumberRange;
import dev.dbops.events.replay.ReplayListener;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Consumer;

/** The options that publish the metrics of a follower: {@code --metrics-file}, {@code --metrics-port}. */
public final class MetricsOptions {
    private static final int LAST_PORT = 65_535;

    private Optional<String> file = Optional.empty();
    private OptionalInt port = OptionalInt.empty();

    private final Context context;

    public MetricsOptions(Context context) {
        this.context = context;
    }

    public void describe(CommandSpecBuilder model) {
        model.option(
                        "--metrics-file",
                        "FILE",
                        "With --follow: write the follower's metrics to this file every 5 s, as OpenMetrics text.",
                        value -> file = Optional.of(value))
                .number(
                        "--metrics-port",
                        "PORT",
                        "With --follow: serve the follower's metrics at http://127.0.0.1:PORT/metrics; 0 for any free"
                                + " port.",
                        new NumberRange(0, LAST_PORT, "pass 0 for any free port"),
                        value -> port = OptionalInt.of(value));
    }

    /**
     * Refuses the options for a replay that ends by itself.
     *
     * @throws OpsException of kind USAGE
     */
    public void check(boolean follows) {
        if (!follows && (file.isPresent() || port.isPresent())) {
            throw new OpsException(
                    Kind.USAGE,
                    "%s goes with --follow".formatted(file.isPresent() ? "--metrics-file" : "--metrics-port"),
                    "add --follow; db-ops events-status --metrics shows the log and its consumers at one moment");
        }
    }

    /**
     * Begins to publish, if one of the options was given.
     *
     * @param progress the listener of the replay
     * @param warnings takes a sentence when the file cannot be written any more
     */
    public PublishedMetrics publish(String consumer, String sink, ReplayListener progress, Consumer<String> warnings) {
        if (file.isEmpty() && port.isEmpty() || context.dryRun()) {
            return PublishedMetrics.none(progress);
        }
        var published = PublishedMetrics.start(
                consumer, sink, progress, file.map(name -> context.file(Path.of(name))), port, warnings);
        published.url().ifPresent(url -> context.notes().note("metrics: " + url));
        return published;
    }
}
