package dev.dbops.cli.events;

import dev.dbops.cli.CommandModel;
import dev.dbops.events.EventFilter;
import dev.dbops.events.Operation;
import dev.dbops.events.PointInTime;
import dev.dbops.seed.TableName;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Which events are meant. */
final class FilterOptions {
    private final List<TableName> tables = new ArrayList<>();
    private final Set<Operation> operations = EnumSet.noneOf(Operation.class);
    private String until = "";

    void describe(CommandModel model) {
        model.repeated(
                        "--table",
                        "TABLE",
                        "Only events of this table; without a schema: of any. Repeatable.",
                        value -> tables.add(TableName.parse(
                                value,
                                "write table, schema.table, or quote what is more than letters, digits and _:"
                                        + " --table '\"My Table\"'")))
                .repeated(
                        "--op",
                        "OPERATION",
                        "Only insert, update, delete or truncate; several by commas.",
                        value -> operations.addAll(Operation.parse(value)))
                .option("--until", "TIME", "Only events before this time.", value -> until = value);
    }

    /**
     * The filter.
     *
     * @param since the time before which events are left out
     */
    EventFilter filter(Optional<Instant> since) {
        return new EventFilter(
                tables,
                operations.isEmpty() ? Set.copyOf(Operation.ALL) : operations,
                since,
                until.isEmpty()
                        ? Optional.empty()
                        : Optional.of(PointInTime.parse(until, Instant.now(), ZoneId.systemDefault())));
    }
}
