package dev.dbops.events;

import dev.dbops.seed.TableName;
import java.time.Instant;
import java.util.ArrayList;
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

    /**
     * What decides whether an event is ever delivered, in one line that is the same for the same filter; empty when all
     * are meant. The time from which on is not part of it: behind the position where a replay begins, it says nothing.
     */
    public String description() {
        var words = new ArrayList<String>();
        tables.stream().map(TableName::toString).sorted().forEach(table -> words.add("--table " + table));
        if (operations.size() < Operation.values().length) {
            for (var operation : Operation.values()) {
                if (operations.contains(operation)) {
                    words.add("--op " + operation.word());
                }
            }
        }
        until.ifPresent(time -> words.add("--until " + time));
        return String.join(" ", words);
    }
}
