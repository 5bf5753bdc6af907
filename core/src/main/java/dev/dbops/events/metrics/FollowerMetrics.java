package dev.dbops.events.metrics;

import dev.dbops.OpsException;
import dev.dbops.events.Batch;
import dev.dbops.events.Event;
import dev.dbops.events.Position;
import dev.dbops.events.metrics.MetricsText.Type;
import dev.dbops.events.replay.ReplayListener;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Map;

/** The metrics of a follower. One thread replays, others read. */
public final class FollowerMetrics implements ReplayListener {
    private static final double MICROS = 1e6;
    private static final double MILLIS = 1e3;

    private final Map<String, String> labels = new LinkedHashMap<>();
    private final Clock clock;
    private long events;
    private long bytes;
    private long deadLetters;
    private long retries;
    private boolean isUp;
    private double deliveredAt;
    private double upToDateAt;

    /**
     * @param consumer the consumer's name
     * @param sink its sink
     */
    public FollowerMetrics(String consumer, String sink, Clock clock) {
        this.clock = clock;
        labels.put("consumer", consumer);
        labels.put("sink", sink);
        upToDateAt = now();
    }

    private double now() {
        return clock.millis() / MILLIS;
    }

    @Override
    public synchronized void begins(Position position) {
        isUp = true;
    }

    @Override
    public synchronized void delivered(Batch batch, long left) {
        isUp = true;
        deliveredAt = now();
        for (var event : batch.events()) {
            bytes += event.size();
        }
        events += batch.events().size();
        // an earlier transaction may have ended late
        upToDateAt = batch.events().getLast().micros() / MICROS;
    }

    @Override
    public synchronized void idle() {
        isUp = true;
        upToDateAt = now();
    }

    @Override
    public synchronized void putAside(Event event, OpsException reason) {
        deadLetters++;
    }

    @Override
    public synchronized void lost(OpsException reason) {
        isUp = false;
        retries++;
    }

    /** Called when the follower has ended. */
    public synchronized void ended() {
        isUp = false;
    }

    /** Returns the metrics as text. */
    public synchronized String text() {
        var text = new MetricsText();
        counter(text, "dbops_replay_events", "", "Delivered events.", events);
        counter(text, "dbops_replay_bytes", "bytes", "Approximate size of the delivered events.", bytes);
        counter(
                text,
                "dbops_replay_dead_letters",
                "",
                "Events that the sink refused and that were put aside.",
                deadLetters);
        counter(
                text,
                "dbops_replay_retries",
                "",
                "Attempts to continue after the source or the sink was unreachable.",
                retries);
        gauge(text, "dbops_replay_up", "", "Whether the source and the sink are connected.", isUp ? 1 : 0);
        gauge(
                text,
                "dbops_replay_lag_seconds",
                "seconds",
                "Age of the latest state of the source that was delivered.",
                Math.max(0, now() - upToDateAt));
        if (deliveredAt > 0) {
            gauge(
                    text,
                    "dbops_replay_last_delivery_timestamp_seconds",
                    "seconds",
                    "Time of the last delivery, in seconds since 1970.",
                    deliveredAt);
        }
        return text.toString();
    }

    private void counter(MetricsText text, String name, String unit, String help, double value) {
        text.family(name, Type.COUNTER, unit, help).sample(labels, value);
    }

    private void gauge(MetricsText text, String name, String unit, String help, double value) {
        text.family(name, Type.GAUGE, unit, help).sample(labels, value);
    }
}
