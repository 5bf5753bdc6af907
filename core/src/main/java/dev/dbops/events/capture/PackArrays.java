package dev.dbops.events.capture;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The arrays in which a function collects the events of a pack.
 *
 * @param names the names of the variables, which are also columns of the log
 */
record PackArrays(List<String> names) {
    PackArrays {
        names = List.copyOf(names);
    }

    /** Returns the values of the fragment {@code packs} that depend on the arrays. */
    Map<String, String> values() {
        return Map.of(
                "declare_arrays", each("%s %s[] := '{}';", "\n            "),
                "empty_arrays", each("%s := '{}';", "\n                    "),
                "array_sizes", each("cardinality(%s)", ", "),
                "array_values", each("CASE WHEN cardinality(%s) > 0 THEN %1$s END", ", "),
                "arrays", String.join(", ", names));
    }

    private String each(String format, String separator) {
        return names.stream().map(name -> format.formatted(name, type(name))).collect(Collectors.joining(separator));
    }

    /** Writing rows as JSON is faster than as jsonb. */
    private static String type(String name) {
        return name.equals("created") ? "json" : "jsonb";
    }
}
