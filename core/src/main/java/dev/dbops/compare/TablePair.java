package dev.dbops.compare;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Two tables that are compared.
 *
 * @param source the table of the source
 * @param target the table of the target
 * @param sourceColumns the columns that both have, as in the source, by name
 * @param targetColumns the same columns, as in the target
 * @param key the names of the columns that identify a row; empty when nothing does
 * @param definitions sentences about what only one of them has
 */
record TablePair(
        ComparedTable source,
        ComparedTable target,
        List<ComparedColumn> sourceColumns,
        List<ComparedColumn> targetColumns,
        List<String> key,
        List<String> definitions) {
    static TablePair of(ComparedTable source, ComparedTable target) {
        var sourceColumns = new ArrayList<ComparedColumn>();
        var targetColumns = new ArrayList<ComparedColumn>();
        var definitions = new ArrayList<String>();
        for (var column : source.columns()) {
            var other = target.column(column.name());
            if (other.isEmpty()) {
                definitions.add("column \"%s\" is missing in the target".formatted(column.name()));
                continue;
            }
            if (!column.type().equals(other.get().type())) {
                definitions.add("column \"%s\" is %s in the source, %s in the target"
                        .formatted(column.name(), column.type(), other.get().type()));
            }
            var alike = column.kind() == other.get().kind();
            sourceColumns.add(alike ? column : column.asText());
            targetColumns.add(alike ? other.get() : other.get().asText());
        }
        for (var column : target.columns()) {
            if (source.column(column.name()).isEmpty()) {
                definitions.add("column \"%s\" is only in the target".formatted(column.name()));
            }
        }
        var key = new ArrayList<>(source.key().isEmpty() ? target.key() : source.key());
        if (key.stream()
                .anyMatch(name ->
                        sourceColumns.stream().noneMatch(column -> column.name().equals(name)))) {
            key.clear();
        }
        return new TablePair(source, target, sourceColumns, targetColumns, key, definitions);
    }

    /** Returns the columns that identify a row: all of them when there is no key. */
    List<ComparedColumn> identity(List<ComparedColumn> columns) {
        if (key.isEmpty()) {
            return columns;
        }
        return key.stream()
                .map(name -> columns.stream()
                        .filter(column -> column.name().equals(name))
                        .findFirst()
                        .orElseThrow())
                .toList();
    }

    /**
     * Returns whether each database can look up any key of the other, and finds at most one row. A type that only has
     * the same name, such as an enum, may not have the value.
     */
    boolean sharesKeys() {
        return isUnique(source)
                && isUnique(target)
                && Stream.concat(identity(sourceColumns).stream(), identity(targetColumns).stream())
                        .noneMatch(column -> column.kind() == ValueKind.OTHER);
    }

    /** Returns whether no two rows of the table have the same key. */
    boolean isUnique(ComparedTable table) {
        return !key.isEmpty() && key.containsAll(table.key()) && !table.key().isEmpty();
    }
}
