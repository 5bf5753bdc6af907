package dev.dbops.events.log;

import dev.dbops.events.Consumer;
import dev.dbops.events.Consumers;
import dev.dbops.events.EventLog;
import dev.dbops.events.EventRows;
import dev.dbops.events.UnreadEvents;
import dev.dbops.events.log.LogStatus.ConsumerStatus;
import dev.dbops.events.log.LogStatus.StageStatus;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Inspects a log and its consumers without reading much of the log. */
public final class LogInspection {
    private static final String BEHIND = """
        SELECT least(coalesce(sum(events), 0), 1000000),
               coalesce(extract(epoch FROM clock_timestamp() - min(ts)), 0)::float8
          FROM (SELECT ts, {count} AS events FROM dbops.event_log WHERE {unread} LIMIT 1000000) AS unread
        """;

    /** The last events by number, which has an index; the time has none. */
    private static final String LATEST = """
        SELECT count(*), coalesce(extract(epoch FROM clock_timestamp() - min(ts)), 0)::float8, coalesce(sum(events), 0)
          FROM (SELECT ts, {count} AS events FROM dbops.event_log ORDER BY seq DESC LIMIT {most}) AS latest
         WHERE ts > clock_timestamp() - interval '1 min'
        """;

    private static final int MOST_LATEST = 100_000;
    private static final double MINUTE = 60;

    private final EventLog log;

    public LogInspection(EventLog log) {
        this.log = log;
    }

    /** Returns the current status. */
    public LogStatus look() {
        var partitions = new LogPartitions(log.database()).list();
        var events = 0L;
        var bytes = 0L;
        var defaultUsed = false;
        for (var partition : partitions) {
            events += partition.events();
            bytes += partition.bytes();
            defaultUsed |= partition.isDefault() && partition.events() > 0;
        }
        return new LogStatus(
                log.id(),
                events,
                bytes,
                eventsPerSecond(),
                daysAhead(partitions, Instant.now()),
                defaultUsed,
                log.now().toString(),
                partitions,
                consumers(),
                List.of());
    }

    private double eventsPerSecond() {
        var sql = LATEST.replace("{most}", Integer.toString(MOST_LATEST)).replace("{count}", EventRows.COUNT);
        return log.database()
                .query(sql, row -> {
                    var seconds = row.getLong(1) == MOST_LATEST ? Math.max(row.getDouble(2), 0.001) : MINUTE;
                    return Math.round(row.getLong(3) / seconds * 10) / 10.0;
                })
                .getFirst();
    }

    /** Counts up to the first day without a partition. */
    private static int daysAhead(List<LogPartition> partitions, Instant now) {
        var end = now;
        for (var partition : partitions) {
            if (!partition.isDefault()
                    && !partition.from().get().isAfter(end)
                    && partition.to().get().isAfter(end)) {
                end = partition.to().get();
            }
        }
        return (int) Math.ceilDiv(ChronoUnit.SECONDS.between(now, end), 86_400L);
    }

    private List<ConsumerStatus> consumers() {
        var statuses = new ArrayList<ConsumerStatus>();
        for (var consumer : new Consumers(log.database()).list()) {
            statuses.add(status(consumer));
        }
        return statuses;
    }

    private ConsumerStatus status(Consumer consumer) {
        var parameters = new ArrayList<>();
        var count = UnreadEvents.count(consumer.position(), parameters);
        var sql = BEHIND.replace("{count}", count)
                .replace("{unread}", UnreadEvents.condition(consumer.position(), parameters));
        var snapshot = SnapshotStatus.of(log.database(), consumer);
        return log.database()
                .query(
                        sql,
                        row -> new ConsumerStatus(
                                consumer.name(),
                                consumer.sink(),
                                row.getLong(1),
                                seconds(row.getDouble(2)),
                                seconds(consumer.idleSeconds()),
                                consumer.position().toString(),
                                snapshot),
                        parameters.toArray())
                .getFirst();
    }

    /**
     * Returns how far a target of functions is.
     *
     * @param name the target
     * @param received what it has received; empty for nothing
     */
    public StageStatus stage(String name, Optional<Received> received) {
        var seq = received.map(Received::seq).orElse(0L);
        var sql = BEHIND.replace("{count}", EventRows.COUNT).replace("{unread}", "seq > ?");
        return log.database()
                .query(
                        sql,
                        row -> new StageStatus(
                                name, seq, row.getLong(1), seconds(row.getDouble(2)), received.map(Received::ago)),
                        seq)
                .getFirst();
    }

    private static Duration seconds(double seconds) {
        return Duration.ofMillis(Math.max(0, (long) (seconds * 1000)));
    }
}
