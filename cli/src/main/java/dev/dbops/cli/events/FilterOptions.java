package dev.dbops.cli.events;

import dev.dbops.cli.CommandModel;
import dev.dbops.events.EventFilter;
import dev.dbops.events.Operation;
import dev.dbops.events.TimeOfEvents;
import dev.dbops.seed.TableName;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The options by which events are chosen. */
final class FilterOptions {
    private static final String TABLE_HINT =
            "write table or schema.table, and quote what is more than letters: '\"My Table\"'";

    private final List<TableName> tables = new ArrayList<>();
    private final Set<Operation> operations = EnumSet.noneOf(Operation.class);
    private Optional<Instant> since = Optional.empty();
    private Optional<Instant> until = Optional.empty();

    void describe(CommandModel model) {
        model.repeated(
                        "--table",
                        "TABLE",
                        "Only events of this table, schema.table or table; may be repeated.",
                        value -> tables.add(TableName.parse(value, TABLE_HINT)))
                .repeated(
                        "--op",
                        "OPERATION",
                        "Only insert, update, delete or truncate; may be repeated, or several with commas.",
                        value -> operations.addAll(Operation.parse(value)));
    }

    void describeSince(CommandModel model) {
        model.option(
                "--since",
                "TIME",
                "Not before: 2026-11-20T10:00 (UTC), or how long ago: 10m, 2h, 7d.",
                value -> since = Optional.of(TimeOfEvents.parse(value, Instant.now())));
    }

    void describeUntil(CommandModel model) {
        model.option(
                "--until",
                "TIME",
                "Before this time.",
                value -> until = Optional.of(TimeOfEvents.parse(value, Instant.now())));
    }

    /** Events before this time are not meant. */
    void since(Optional<Instant> time) {
        since = time;
    }

    EventFilter filter() {
        return new EventFilter(tables, operations.isEmpty() ? Set.copyOf(Operation.ALL) : operations, since, until);
    }
}
