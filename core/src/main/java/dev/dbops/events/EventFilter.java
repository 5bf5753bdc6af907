package dev.dbops.events;

import dev.dbops.seed.TableName;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Which events of a log are meant.
 *
 * @param tables their tables; a name without schema means every table of that name; none means all
 * @param operations what was done
 * @param since the time before which they were not logged
 * @param until the time from which on they were not logged
 */
public record EventFilter(
        List<TableName> tables, Set<Operation> operations, Optional<Instant> since, Optional<Instant> until) {
    public EventFilter {
        tables = List.copyOf(tables);
        operations = Set.copyOf(operations);
    }

    /** All events. */
    public static EventFilter all() {
        return new EventFilter(List.of(), EnumSet.allOf(Operation.class), Optional.empty(), Optional.empty());
    }

    /** The tables and operations in one line that is the same for the same filter; empty when all are meant. */
    public String description() {
        var text = new StringBuilder();
        tables.stream()
                .map(TableName::toString)
                .sorted()
                .forEach(table -> text.append(text.isEmpty() ? "" : " ")
                        .append("--table ")
                        .append(table));
        if (operations.size() < Operation.values().length) {
            for (var operation : Operation.values()) {
                if (operations.contains(operation)) {
                    text.append(text.isEmpty() ? "" : " ")
                            .append("--op ")
                            .append(operation.name().toLowerCase(java.util.Locale.ROOT));
                }
            }
        }
        return text.toString();
    }
}
