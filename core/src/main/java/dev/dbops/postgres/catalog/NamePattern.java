package dev.dbops.postgres.catalog;

import java.util.Locale;

/**
 * A pattern for names with psql's rules (its documentation, "Patterns"): {@code *} and {@code ?} match any characters,
 * a dot separates schema and name, double quotes keep case and special characters.
 *
 * @param schema a regular expression for the schema; empty for those of the search path
 * @param name a regular expression for the name; empty for all
 */
public record NamePattern(String schema, String name) {
    private static final String SPECIAL = "|*+?()[]{}.^$\\";

    /** All names of the search path. */
    public static final NamePattern ANY = new NamePattern("", "");

    /** Reads a pattern; an empty one means all. */
    public static NamePattern parse(String text) {
        var pattern = text.strip();
        var part = new StringBuilder();
        var schema = "";
        var quoted = false;
        for (var i = 0; i < pattern.length(); i++) {
            var next = pattern.charAt(i);
            if (next == '"') {
                quoted = !quoted;
            } else if (quoted) {
                part.append(SPECIAL.indexOf(next) < 0 ? "" : "\\").append(next);
            } else if (next == '.') {
                schema = part.toString();
                part.setLength(0);
            } else {
                part.append(
                        switch (next) {
                            case '*' -> ".*";
                            case '?' -> ".";
                            case '$' -> "\\$";
                            default -> String.valueOf(next).toLowerCase(Locale.ROOT);
                        });
            }
        }
        return new NamePattern(anchored(schema), anchored(part.toString()));
    }

    private static String anchored(String expression) {
        return expression.isEmpty() ? "" : "^(" + expression + ")$";
    }

    /** Returns whether it has neither schema nor name. */
    public boolean isEmpty() {
        return schema.isEmpty() && name.isEmpty();
    }
}
