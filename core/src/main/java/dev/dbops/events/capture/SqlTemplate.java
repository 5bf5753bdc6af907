package dev.dbops.events.capture;

import dev.dbops.Resource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Joins SQL from named fragments of {@code .sql} files: {@code ${name}} is a value, or else the fragment of that name.
 *
 * <p>Values are inserted as they are: {@code ${name}} in a table's name is not replaced. A fragment begins after the
 * line {@code -- fragment NAME} and the comment lines that follow it, and ends before the next such line.
 */
final class SqlTemplate {
    private static final Pattern FRAGMENT = Pattern.compile("(?m)^-- fragment ([a-z_]+)\n(?:--.*\n)*");

    private static final Pattern NAME = Pattern.compile("\\$\\{([a-z_]+)}");

    /** The body of a function cannot contain this character. */
    private static final String QUOTE = "\0";

    private final Map<String, Fragment> fragments;
    private final Map<String, String> values;

    /**
     * A fragment as it is searched once, because a table's functions consist of many.
     *
     * @param texts the texts before each name, and the text after the last
     * @param names the names between the texts
     */
    private record Fragment(List<String> texts, List<String> names) {
        static Fragment of(String sql) {
            return new Fragment(
                    List.of(NAME.split(sql, -1)),
                    NAME.matcher(sql).results().map(name -> name.group(1)).toList());
        }
    }

    private SqlTemplate(Map<String, Fragment> fragments, Map<String, String> values) {
        this.fragments = fragments;
        this.values = values;
    }

    /** Reads the fragments of these files, which are next to this class. */
    static SqlTemplate read(String... files) {
        var fragments = new HashMap<String, Fragment>();
        for (var file : files) {
            var text = Resource.text(SqlTemplate.class, file);
            var heading = FRAGMENT.matcher(text);
            for (var found = heading.find(); found; ) {
                var name = heading.group(1);
                var begin = heading.end();
                found = heading.find();
                var end = found ? heading.start() : text.length();
                fragments.put(name, Fragment.of(text.substring(begin, end).strip()));
            }
        }
        return new SqlTemplate(Map.copyOf(fragments), Map.of());
    }

    /** Returns the same template with a value in addition. */
    SqlTemplate with(String name, String value) {
        var more = new HashMap<>(values);
        more.put(name, value);
        return new SqlTemplate(fragments, more);
    }

    /** Returns the same template with values in addition. */
    SqlTemplate with(Map<String, String> others) {
        var more = new HashMap<>(values);
        more.putAll(others);
        return new SqlTemplate(fragments, more);
    }

    /** Returns the SQL of a fragment. */
    String fill(String name) {
        var sql = new StringBuilder();
        append(sql, name);
        return sql.toString();
    }

    private void append(StringBuilder sql, String name) {
        var fragment = fragments.get(name);
        if (fragment == null) {
            throw new IllegalArgumentException("there is no value and no fragment with the name " + name);
        }
        var texts = fragment.texts().iterator();
        sql.append(texts.next());
        for (var inner : fragment.names()) {
            var value = values.get(inner);
            if (value == null) {
                append(sql, inner);
            } else {
                sql.append(value);
            }
            sql.append(texts.next());
        }
    }

    /** Returns the SQL of a fragment with function bodies, whose {@code ${quote}} is a dollar quote not in any name. */
    String fillFunctions(String name) {
        var bodies = with("quote", QUOTE).fill(name);
        var quote = "$capture$";
        for (var number = 1; bodies.contains(quote); number++) {
            quote = "$capture_" + number + "$";
        }
        return bodies.replace(QUOTE, quote);
    }
}
