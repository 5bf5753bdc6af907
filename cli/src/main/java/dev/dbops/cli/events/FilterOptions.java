package dev.dbops.cli.events;

import dev.dbops.OpsException;
import dev.dbops.OpsException.Kind;
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
import java.util.Locale;
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
                        this::addOperations)
                .option("--until", "TIME", "Only events before this time.", value -> until = value);
    }

    private void addOperations(String names) {
        for (var name : names.split(",", -1)) {
            try {
                operations.add(Operation.valueOf(name.strip().toUpperCase(Locale.ROOT)));
            } catch (IllegalArgumentException e) {
                throw new OpsException(
                        Kind.USAGE,
                        "\"%s\" is no operation".formatted(name),
                        "--op takes insert, update, delete and truncate",
                        e);
            }
        }
    }

    /**
     * The filter.
     *
     * @param since the time before which events are left out
     */
    EventFilter filter(Optional<Instant> since) {
        return new EventFilter(
                tables,
                operations.isEmpty() ? EnumSet.allOf(Operation.class) : operations,
                since,
                until.isEmpty()
                        ? Optional.empty()
                        : Optional.of(PointInTime.parse(until, Instant.now(), ZoneId.systemDefault())));
    }
}
