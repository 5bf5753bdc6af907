package dev.dbops.script.variables;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** The values of variables at one place of a script, as far as they are known. */
final class VariableValues {
    private final Map<String, String> values = new HashMap<>();
    private final Set<String> removed = new HashSet<>();
    /** Variables with different values in the branches of a condition that is not known. */
    private final Set<String> differing = new HashSet<>();

    private final List<ResultNames> results = new ArrayList<>();

    VariableValues() {}

    /** A copy. */
    VariableValues(VariableValues other) {
        values.putAll(other.values);
        removed.addAll(other.removed);
        differing.addAll(other.differing);
        results.addAll(other.results);
    }

    Optional<String> get(String name) {
        return Optional.ofNullable(values.get(name));
    }

    boolean isRemoved(String name) {
        return removed.contains(name);
    }

    void put(String name, String value) {
        values.put(name, value);
        removed.remove(name);
        differing.remove(name);
    }

    void remove(String name) {
        values.remove(name);
        removed.add(name);
        differing.remove(name);
    }

    /** The value is only known when the script runs. */
    void makeUnknown(String name) {
        values.remove(name);
        removed.remove(name);
        differing.add(name);
    }

    /** A query that does not run here may give values to these variables. */
    void forget(ResultNames names) {
        values.keySet().removeIf(names::mayName);
        removed.removeIf(names::mayName);
        results.add(names);
    }

    /** Returns whether it depends on the branch of a condition that is not known. */
    boolean differs(String name) {
        return differing.contains(name);
    }

    /** The last query that may give a value to the variable, and whose result is not known; empty if there is none. */
    Optional<ResultNames> unknownResult(String name) {
        return values.containsKey(name) || removed.contains(name)
                ? Optional.empty()
                : results.reversed().stream()
                        .filter(result -> result.mayName(name))
                        .findFirst();
    }

    /** A condition ends that is not known: either these values hold, or the others. */
    void merge(VariableValues other) {
        Stream.of(values.keySet(), removed, other.values.keySet(), other.removed)
                .flatMap(Set::stream)
                .filter(name -> !isSame(name, other))
                .toList()
                .forEach(differing::add);
        differing.addAll(other.differing);
        values.keySet().removeAll(differing);
        removed.removeAll(differing);
        other.results.stream().filter(result -> !results.contains(result)).forEach(results::add);
    }

    private boolean isSame(String name, VariableValues other) {
        return Objects.equals(values.get(name), other.values.get(name))
                && removed.contains(name) == other.removed.contains(name);
    }
}
