package dev.dbops.cli.metrics;

import dev.dbops.events.metrics.FollowerMetrics;
import dev.dbops.events.replay.ReplayListener;
import dev.dbops.events.replay.ReplayListeners;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Consumer;

/** The metrics of a follower, in a file and at a port while it runs. */
public final class PublishedMetrics implements AutoCloseable {
    private final ReplayListener listener;
    private final Runnable end;
    private Optional<MetricsServer> server = Optional.empty();
    private Optional<MetricsFile> file = Optional.empty();

    private PublishedMetrics(ReplayListener listener, Runnable end) {
        this.listener = listener;
        this.end = end;
    }

    /** Nothing is published. */
    static PublishedMetrics none(ReplayListener progress) {
        return new PublishedMetrics(progress, () -> {});
    }

    static PublishedMetrics start(
            String consumer,
            String sink,
            ReplayListener progress,
            Optional<Path> file,
            OptionalInt port,
            Consumer<String> warnings) {
        var metrics = new FollowerMetrics(consumer, sink, Clock.systemUTC());
        var published = new PublishedMetrics(new ReplayListeners(List.of(progress, metrics)), metrics::ended);
        if (port.isPresent()) {
            published.server = Optional.of(MetricsServer.start(port.getAsInt(), metrics::text));
        }
        try {
            published.file = file.map(path -> MetricsFile.start(path, metrics::text, warnings));
            return published;
        } catch (RuntimeException e) {
            published.close();
            throw e;
        }
    }

    /** The listener for the replay. */
    public ReplayListener listener() {
        return listener;
    }

    /** The URL of the metrics, if they are served. */
    Optional<String> url() {
        return server.map(MetricsServer::url);
    }

    @Override
    public void close() {
        end.run();
        server.ifPresent(MetricsServer::close);
        file.ifPresent(MetricsFile::close);
    }
}
