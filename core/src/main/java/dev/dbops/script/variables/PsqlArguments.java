package dev.dbops.script.variables;

import dev.dbops.script.lexer.PsqlCommand;
import dev.dbops.script.lexer.Variables;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The arguments of a command of psql, split and unquoted as psql does (src/bin/psql/psqlscanslash.l): white space
 * separates; single quotes keep text with C's escapes, double quotes stay as they are; variables are filled in.
 */
public final class PsqlArguments {
    private final PsqlCommand command;
    private final PsqlVariables variables;
    private final boolean keepsSemicolon;
    private final String text;
    private int at;
    private boolean unknown;

    private PsqlArguments(PsqlCommand command, PsqlVariables variables, boolean keepsSemicolon) {
        this.command = command;
        this.variables = variables;
        this.keepsSemicolon = keepsSemicolon;
        this.text = command.arguments();
    }

    /**
     * @throws OpsException of kind USAGE if one depends on the result of {@code \gset}, which the check cannot know
     */
    public static List<String> of(PsqlCommand command, PsqlVariables variables) {
        return new PsqlArguments(command, variables, true).allKnown();
    }

    /** As {@link #of}; empty if one depends on the result of {@code \gset}, which the check cannot know. */
    public static Optional<List<String>> known(PsqlCommand command, PsqlVariables variables) {
        var arguments = new PsqlArguments(command, variables, true);
        var all = arguments.all();
        return arguments.unknown ? Optional.empty() : Optional.of(all);
    }

    /** The first argument as it is written. */
    public static String first(PsqlCommand command) {
        return command.arguments().split("\\s", 2)[0];
    }

    /** As {@link #of}, for commands that a semicolon may follow, as in {@code \i file.sql;}. */
    public static List<String> withoutSemicolon(PsqlCommand command, PsqlVariables variables) {
        return new PsqlArguments(command, variables, false).allKnown();
    }

    private List<String> allKnown() {
        var all = all();
        if (unknown) {
            throw command.refused(
                    "\\%s depends on the result of \\gset, but the whole script is checked before it runs"
                            .formatted(command.name()),
                    "write the value, or choose between values with \\if");
        }
        return all;
    }

    private List<String> all() {
        var arguments = new ArrayList<String>();
        while (true) {
            while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
                at++;
            }
            if (at == text.length()) {
                return arguments;
            }
            argument().ifPresent(arguments::add);
        }
    }

    /** Empty if it is only the semicolon that ends the command. */
    private Optional<String> argument() {
        var argument = new StringBuilder();
        var start = at;
        var fixed = 0;
        while (at < text.length() && !Character.isWhitespace(text.charAt(at))) {
            switch (text.charAt(at)) {
                case '\'' -> {
                    quoted(argument);
                    fixed = argument.length();
                }
                case '"' -> {
                    doubleQuoted(argument);
                    fixed = argument.length();
                }
                case '`' ->
                    throw command.refused(
                            "backquotes run a shell command, which is not supported",
                            "pass the value with -v NAME=VALUE");
                case ':' -> {
                    variable(argument);
                    fixed = argument.length();
                }
                default -> argument.append(text.charAt(at++));
            }
        }
        return keepsSemicolon ? Optional.of(argument.toString()) : stripped(argument, fixed, at - start);
    }

    /**
     * Removes the semicolons at the end.
     *
     * @param fixed the length of its beginning that is quoted, or is the value of a variable
     * @param length its length in the script
     */
    private static Optional<String> stripped(StringBuilder argument, int fixed, int length) {
        var end = argument.length();
        while (end > fixed && argument.charAt(end - 1) == ';') {
            end--;
        }
        var onlySemicolons = end == 0 && length == argument.length();
        return onlySemicolons ? Optional.empty() : Optional.of(argument.substring(0, end));
    }

    private void quoted(StringBuilder argument) {
        at++;
        while (at < text.length()) {
            var next = text.charAt(at++);
            if (next == '\'') {
                if (at == text.length() || text.charAt(at) != '\'') {
                    return;
                }
                argument.append('\'');
                at++;
            } else if (next == '\\' && at < text.length()) {
                escape(argument);
            } else {
                argument.append(next);
            }
        }
        throw command.refused("a quote is not closed", "close it on the same line");
    }

    /**
     * Reads the text after a backslash: a C escape letter, up to three octal digits, or x and two hexadecimal digits.
     */
    private void escape(StringBuilder argument) {
        var letter = text.charAt(at);
        var digits = letter == 'x' ? digits(at + 1, 2, 16) : digits(at, 3, 8);
        if (digits.isEmpty()) {
            at++;
            argument.append(
                    switch (letter) {
                        case 'n' -> '\n';
                        case 't' -> '\t';
                        case 'b' -> '\b';
                        case 'r' -> '\r';
                        case 'f' -> '\f';
                        default -> letter;
                    });
        } else {
            at += digits.length() + (letter == 'x' ? 1 : 0);
            argument.append((char) Integer.parseInt(digits, letter == 'x' ? 16 : 8));
        }
    }

    private String digits(int from, int most, int radix) {
        var end = from;
        while (end < text.length() && end - from < most && Character.digit(text.charAt(end), radix) >= 0) {
            end++;
        }
        return text.substring(from, end);
    }

    private void doubleQuoted(StringBuilder argument) {
        var end = text.indexOf('"', at + 1);
        if (end < 0) {
            throw command.refused("a quote is not closed", "close it on the same line");
        }
        argument.append(text, at, end + 1);
        at = end + 1;
    }

    private void variable(StringBuilder argument) {
        var start = at + 1;
        var quote = start < text.length() ? text.charAt(start) : ' ';
        if (quote == '{' && text.startsWith("{?", start)) {
            var end = text.indexOf('}', start);
            if (end > 0) {
                var name = text.substring(start + 2, end);
                argument.append(!isUnknown(name) && variables.isSet(name, command::position) ? "TRUE" : "FALSE");
                at = end + 1;
                return;
            }
        }
        var quoted = quote == '\'' || quote == '"';
        var from = quoted ? start + 1 : start;
        var end = from;
        while (end < text.length() && Variables.isNamePart(text.charAt(end))) {
            end++;
        }
        var name = text.substring(from, end);
        var value = isUnknown(name) ? Optional.<String>empty() : variables.get(name, command::position);
        var closed = !quoted || end < text.length() && text.charAt(end) == quote;
        if (end == from || value.isEmpty() || !closed) {
            argument.append(text.charAt(at++));
            return;
        }
        argument.append(
                switch (quote) {
                    case '\'' -> Variables.literal(value.get()).strip();
                    case '"' -> Variables.identifier(value.get());
                    default -> value.get();
                });
        at = quoted ? end + 1 : end;
    }

    private boolean isUnknown(String name) {
        var found = variables.isUnknown(name, command::position);
        unknown |= found;
        return found;
    }
}
