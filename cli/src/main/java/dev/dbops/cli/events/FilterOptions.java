package dev.dbops.cli.events;

import dev.dbops.cli.command.CommandSpecBuilder;
import dev.dbops.events.EventFilter;
import dev.dbops.events.Operation;
import dev.dbops.events.PointInTime;
import dev.dbops.postgres.TableName;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The options that select events. */
final class FilterOptions {
    /** The words of {@link Operation#parse}. */
    private static final List<String> ALL = List.of("insert", "update", "delete", "truncate", "read", "schema");

    /** The words of {@link Operation#parseCaptured}. */
    static final List<String> OPERATIONS = List.of("insert", "update", "delete", "truncate");

    private final List<TableName> tables = new ArrayList<>();
    private final Set<Operation> operations = EnumSet.noneOf(Operation.class);
    private String since = "";
    private String until = "";

    void describe(CommandSpecBuilder model) {
        model.repeated(
                        "--table",
                        "TABLE",
                        "Only events of this table. A name without a schema matches all schemas. May be repeated.",
                        value -> tables.add(TableName.parse(
                                value,
                                "write table or schema.table, and quote names with characters other than letters,"
                                        + " digits and _: --table '\"My Table\"'")))
                .repeatedChoice(
                        "--op",
                        "OPERATION",
                        "Only insert, update, delete, truncate, read or schema, separated by commas.",
                        ALL,
                        value -> operations.addAll(Operation.parse(value)))
                .option(
                        "--until",
                        "TIME",
                        "Only events before this time (2026-11-20T10:00, or 10m, 2h, 7d ago). --follow stops there.",
                        value -> until = value);
    }

    /** For commands that begin with a time, not with a position. */
    void describeSince(CommandSpecBuilder model) {
        model.option(
                "--since",
                "TIME",
                "Only events since this time (2026-11-20T10:00), or how long ago (10m, 2h, 7d).",
                value -> since = value);
    }

    /** Returns the filter, with the time of {@code --since}. */
    EventFilter filter() {
        return filter(time(since));
    }

    private static Optional<Instant> time(String text) {
        return text.isEmpty()
                ? Optional.empty()
                : Optional.of(PointInTime.parse(text, Instant.now(), ZoneId.systemDefault()));
    }

    /**
     * Returns the filter.
     *
     * @param since the time before which events are left out
     */
    EventFilter filter(Optional<Instant> since) {
        return new EventFilter(
                tables, operations.isEmpty() ? Set.copyOf(Operation.ALL) : operations, since, time(until));
    }
}
