package dev.dbops.cli.dynamo;

import dev.dbops.OpsException;
import dev.dbops.OpsException.Kind;
import dev.dbops.aws.dynamo.messages.TimeRange;
import dev.dbops.cli.command.CommandSpecBuilder;
import dev.dbops.cli.command.NumberRange;
import dev.dbops.events.PointInTime;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Optional;
import java.util.OptionalInt;

/** The rows of a pattern: how many, and since when. */
final class MessageRangeOptions {
    private static final int DEFAULT_LIMIT = 20;
    private static final int LAST_YEAR = 9999;

    private Optional<Instant> since = Optional.empty();
    private OptionalInt year = OptionalInt.empty();
    private int limit = DEFAULT_LIMIT;

    /** @param rows the rows' name in help, such as messages */
    void describe(CommandSpecBuilder model, String rows) {
        model.number(
                        "--limit",
                        "NUMBER",
                        "Number of %s to print at most. Default: 20.".formatted(rows),
                        new NumberRange(1, Integer.MAX_VALUE, "pass a large number to print all"),
                        value -> limit = value)
                .option(
                        "--since",
                        "TIME",
                        "Only %s since this time (2026-11-20T10:00), or how long ago (10m, 2h, 7d).".formatted(rows),
                        value -> since = Optional.of(PointInTime.parse(value, Instant.now(), ZoneId.systemDefault())))
                .number(
                        "--year",
                        "YEAR",
                        "Only %s of this year, in UTC. Default: all years.".formatted(rows),
                        new NumberRange(1, LAST_YEAR, "leave it out for all years"),
                        value -> year = OptionalInt.of(value));
    }

    /**
     * Returns the range.
     *
     * @throws OpsException of kind USAGE when both a time and a year were given
     */
    TimeRange range() {
        if (since.isPresent() && year.isPresent()) {
            throw new OpsException(Kind.USAGE, "--since and --year cannot be combined", "pass one of them");
        }
        return new TimeRange(since, year, limit);
    }
}
