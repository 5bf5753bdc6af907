package dev.dbops.cli.rds;

import dev.dbops.OpsException;
import dev.dbops.OpsException.Kind;
import dev.dbops.aws.events.RdsEventReader;
import dev.dbops.cli.command.CommandSpecBuilder;
import dev.dbops.events.PointInTime;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;

/** The options that select events of RDS. */
final class EventOptions {
    private String since = "24h";
    private String snapshot = "";
    private boolean all;
    private final List<String> categories = new ArrayList<>();

    void describe(CommandSpecBuilder model) {
        model.option(
                        "--since",
                        "TIME",
                        "Only events since this time (2026-11-20T10:00), or how long ago (10m, 2h, 14d). Default: 24h.",
                        value -> since = value)
                .repeatedChoice(
                        "--category",
                        "CATEGORY",
                        "Only events of this category, such as failover. May be repeated.",
                        EventCategory.ALL,
                        value -> categories.add(EventCategory.parse(value)))
                .option("--snapshot", "NAME", "Events of this snapshot instead.", value -> snapshot = value)
                .flag("--all", "Events of all resources in the region.", value -> all = value);
    }

    /**
     * Throws an exception when options contradict each other.
     *
     * @throws OpsException of kind USAGE
     */
    void check() {
        if (all && !snapshot.isEmpty()) {
            throw new OpsException(Kind.USAGE, "--all and --snapshot cannot be combined", "pass one of them");
        }
    }

    /**
     * The time of the first event.
     *
     * @throws OpsException of kind USAGE when it is not a time, or RDS no longer has the events
     */
    Instant start() {
        var now = Instant.now();
        var start = PointInTime.parse(since, now, ZoneId.systemDefault());
        if (start.isBefore(now.minus(RdsEventReader.KEPT).minus(Duration.ofMinutes(1)))) {
            throw new OpsException(
                    Kind.USAGE,
                    "RDS keeps events for 14 days, and \"%s\" (from --since) is before that".formatted(since),
                    "pass --since 14d for all events; CloudTrail keeps requests for longer");
        }
        return start;
    }

    List<String> categories() {
        return categories;
    }

    /** The snapshot whose events are wanted; empty for none. */
    String snapshot() {
        return snapshot;
    }

    /** Returns whether the events of all resources are wanted. */
    boolean all() {
        return all;
    }
}
