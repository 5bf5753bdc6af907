package dev.dbops.events.metrics;

import dev.dbops.events.log.LogStatus;
import dev.dbops.events.log.LogStatus.ConsumerStatus;
import dev.dbops.events.log.LogStatus.StageStatus;
import dev.dbops.events.metrics.MetricsText.Type;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/** The metrics of a log and its consumers. */
public final class LogMetrics {
    private final MetricsText text = new MetricsText();
    private final Map<String, String> labels = new LinkedHashMap<>();
    private final LogStatus status;

    private LogMetrics(String database, LogStatus status) {
        this.status = status;
        labels.put("database", database);
        labels.put("log", status.log());
    }

    /**
     * Returns the metrics as text.
     *
     * @param database the name of the log's database
     * @param deadLetters the number of dead letters by consumer; consumers without any may be missing
     */
    public static String of(String database, LogStatus status, Map<String, Long> deadLetters) {
        var metrics = new LogMetrics(database, status);
        metrics.addLog();
        metrics.addConsumers(deadLetters);
        metrics.addStages();
        return metrics.text.toString();
    }

    private void addLog() {
        one("dbops_log_events", "", "Events in the log.", status.events());
        one("dbops_log_size_bytes", "bytes", "Size of the log with its indexes.", status.bytes());
        one("dbops_log_events_per_second", "", "Events per second in the last minute.", status.eventsPerSecond());
        one("dbops_log_days_ahead", "", "Days that have partitions, including today.", status.daysAhead());
        one(
                "dbops_log_default_partition_used",
                "",
                "Whether the default partition has events.",
                status.defaultUsed() ? 1 : 0);
    }

    private void addConsumers(Map<String, Long> deadLetters) {
        consumers(
                "dbops_consumer_lag_events",
                "",
                "Events after the consumer's position, counted up to a million.",
                ConsumerStatus::behind);
        consumers(
                "dbops_consumer_lag_seconds",
                "seconds",
                "Age of the oldest event after the consumer's position.",
                consumer -> seconds(consumer.lag()));
        consumers(
                "dbops_consumer_report_age_seconds",
                "seconds",
                "Time since the consumer reported its position.",
                consumer -> seconds(consumer.reported()));
        text.family("dbops_dead_letters", Type.GAUGE, "", "Events that were put aside.");
        for (var consumer : status.consumers()) {
            text.sample(with("consumer", consumer.consumer()), deadLetters.getOrDefault(consumer.consumer(), 0L));
        }
        // those of consumers that were removed
        deadLetters.forEach((consumer, number) -> text.sample(with("consumer", consumer), number));
    }

    private void addStages() {
        if (status.stages().isEmpty()) {
            return;
        }
        stages(
                "dbops_target_lag_events",
                "",
                "Events that the target of functions has not received, counted up to a million.",
                StageStatus::behind);
        stages(
                "dbops_target_lag_seconds",
                "seconds",
                "Age of the oldest event that the target of functions has not received.",
                stage -> seconds(stage.lag()));
    }

    private void one(String name, String unit, String help, double value) {
        text.family(name, Type.GAUGE, unit, help).sample(labels, value);
    }

    private void consumers(String name, String unit, String help, ToDoubleFunction<ConsumerStatus> value) {
        text.family(name, Type.GAUGE, unit, help);
        for (var consumer : status.consumers()) {
            var named = with("consumer", consumer.consumer());
            named.put("sink", consumer.sink());
            text.sample(named, value.applyAsDouble(consumer));
        }
    }

    private void stages(String name, String unit, String help, ToDoubleFunction<StageStatus> value) {
        text.family(name, Type.GAUGE, unit, help);
        status.stages().forEach(stage -> text.sample(with("target", stage.stage()), value.applyAsDouble(stage)));
    }

    private Map<String, String> with(String label, String value) {
        var more = new LinkedHashMap<>(labels);
        more.put(label, value);
        return more;
    }

    private static double seconds(Duration duration) {
        return duration.toMillis() / 1000.0;
    }
}
