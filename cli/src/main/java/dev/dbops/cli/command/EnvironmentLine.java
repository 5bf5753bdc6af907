package dev.dbops.cli.command;

import java.util.Optional;

/**
 * A line of a .env file, read in the way that Docker Compose and the shells' {@code source} have in common: {@code
 * export} may precede the name; single quotes keep their text unchanged, double quotes allow backslash escapes, and a
 * {@code #} after white space begins a comment. {@code ${NAME}} stands for a
 * variable, except in single quotes and after a backslash; nothing else is expanded, and no command is run.
 *
 * @param name letters, digits and underscores
 * @param value without its quotes
 */
public record EnvironmentLine(String name, String value) {
    private static final String EXPORT = "export ";

    /** Reads a line that is neither blank nor a comment; empty if it is not NAME=value. */
    public static Optional<EnvironmentLine> parse(String line, VariableReferences references) {
        var text = line.startsWith(EXPORT) ? line.substring(EXPORT.length()).strip() : line;
        var equals = text.indexOf('=');
        if (equals < 0 || !isName(text.substring(0, equals).strip())) {
            return Optional.empty();
        }
        var name = text.substring(0, equals).strip();
        return value(text.substring(equals + 1).strip(), references).map(value -> new EnvironmentLine(name, value));
    }

    /** Returns the name that a line sets; empty if it sets none. */
    static Optional<String> nameIn(String line) {
        return parse(line, new VariableReferences("", _ -> " ")).map(EnvironmentLine::name);
    }

    static boolean isName(String text) {
        for (var i = 0; i < text.length(); i++) {
            var character = text.charAt(i);
            if (character != '_' && !Character.isLetterOrDigit(character)) {
                return false;
            }
        }
        return !text.isEmpty() && !Character.isDigit(text.charAt(0));
    }

    private static Optional<String> value(String text, VariableReferences references) {
        if (text.startsWith("'")) {
            var end = text.indexOf('\'', 1);
            return end < 0 ? Optional.empty() : Optional.of(text.substring(1, end));
        }
        return text.startsWith("\"")
                ? doubleQuoted(text, references)
                : Optional.of(references.expand(withoutComment(text)));
    }

    private static Optional<String> doubleQuoted(String text, VariableReferences references) {
        var value = new StringBuilder();
        for (var i = 1; i < text.length(); i++) {
            var character = text.charAt(i);
            if (character == '"') {
                return Optional.of(value.toString());
            }
            if (references.beginsAt(text, i)) {
                var end = references.end(text, i);
                value.append(references.value(text.substring(i, end)));
                i = end - 1;
            } else if (character == '\\' && i + 1 < text.length()) {
                i++;
                var escaped = text.charAt(i);
                value.append(escaped == 'n' ? '\n' : escaped);
            } else {
                value.append(character);
            }
        }
        return Optional.empty();
    }

    private static String withoutComment(String text) {
        for (var i = 1; i < text.length(); i++) {
            if (text.charAt(i) == '#' && Character.isWhitespace(text.charAt(i - 1))) {
                return text.substring(0, i).strip();
            }
        }
        return text;
    }
}
