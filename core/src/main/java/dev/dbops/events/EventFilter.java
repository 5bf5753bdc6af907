package dev.dbops.events;

import dev.dbops.postgres.TableName;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Selects events of a log.
 *
 * @param tables their tables; a name without schema matches every table of that name; an empty list matches all tables
 * @param operations the operations that match; the rows of a snapshot are selected by their tables only
 * @param since the earliest log time, inclusive
 * @param until the latest log time, exclusive
 */
public record EventFilter(
        List<TableName> tables, Set<Operation> operations, Optional<Instant> since, Optional<Instant> until) {
    public EventFilter {
        tables = List.copyOf(tables);
        operations = Set.copyOf(operations);
    }

    /** Matches all events. */
    public static EventFilter all() {
        return new EventFilter(List.of(), Set.copyOf(Operation.ALL), Optional.empty(), Optional.empty());
    }

    /** Returns the same filter without changes of definitions. */
    public EventFilter withoutSchemaChanges() {
        var others = new HashSet<>(operations);
        others.remove(Operation.SCHEMA);
        return new EventFilter(tables, others, since, until);
    }

    /**
     * The part of the filter that decides which events of rows are ever delivered, in one line. Equal filters have the
     * same line; it is empty when all of them match. The start time is not part of it: it does not matter after the
     * position where a replay begins. Nor are schema events: with and without them, the same rows are delivered.
     */
    public String description() {
        var words = new ArrayList<String>();
        tables.stream().map(TableName::toString).sorted().forEach(table -> words.add("--table " + table));
        if (!operations.containsAll(Operation.OF_ROWS)) {
            for (var operation : Operation.OF_ROWS) {
                if (operations.contains(operation)) {
                    words.add("--op " + operation.word());
                }
            }
        }
        until.ifPresent(time -> words.add("--until " + time));
        return String.join(" ", words);
    }
}
