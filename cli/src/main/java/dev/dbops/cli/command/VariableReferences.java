package dev.dbops.cli.command;

import dev.dbops.OpsException;
import dev.dbops.OpsException.Kind;
import java.util.function.Function;

/**
 * References of the form ${NAME} or ${NAME:-default} in the values of a .env file. Text of the form $NAME stays as it
 * is, because passwords may contain a dollar sign. Only the variables of the file itself are known: a file of another
 * person could otherwise send a secret of the environment to a server that it names.
 *
 * @param place the line, such as "line 3 of .env", for messages
 * @param variables returns the value of a variable of the file; empty if it is not set
 */
record VariableReferences(String place, Function<String, String> variables) {
    private static final String BEGIN = "${";
    private static final String DEFAULT = ":-";

    /** Returns whether a reference begins there. */
    boolean beginsAt(String text, int index) {
        return text.startsWith(BEGIN, index);
    }

    /**
     * The index after the reference.
     *
     * @throws OpsException of kind USAGE if it has no end
     */
    int end(String text, int begin) {
        var close = text.indexOf('}', begin);
        if (close < 0) {
            throw new OpsException(
                    Kind.USAGE,
                    place + " has a ${ without its }",
                    "end the reference, or put the value in single quotes");
        }
        return close + 1;
    }

    /** All references of unquoted text expanded. A backslash before the dollar sign keeps it. */
    String expand(String text) {
        var value = new StringBuilder();
        var i = 0;
        while (i < text.length()) {
            if (text.startsWith("\\" + BEGIN, i)) {
                value.append(BEGIN);
                i += 1 + BEGIN.length();
            } else if (beginsAt(text, i)) {
                var end = end(text, i);
                value.append(value(text.substring(i, end)));
                i = end;
            } else {
                value.append(text.charAt(i));
                i++;
            }
        }
        return value.toString();
    }

    /**
     * The value of a reference.
     *
     * @throws OpsException of kind USAGE if the variable is not set and there is no default, or the reference has another
     *     form
     */
    String value(String reference) {
        var inside = reference.substring(BEGIN.length(), reference.length() - 1);
        var at = inside.indexOf(DEFAULT);
        var name = at < 0 ? inside : inside.substring(0, at);
        if (!EnvironmentLine.isName(name)) {
            throw new OpsException(
                    Kind.USAGE,
                    place + " has a reference that is not ${NAME} or ${NAME:-default}",
                    "correct it, or put the value in single quotes");
        }
        var value = variables.apply(name);
        if (!value.isEmpty()) {
            return value;
        }
        if (at < 0) {
            throw new OpsException(
                    Kind.USAGE,
                    "%s refers to ${%s}, which no line before it sets".formatted(place, name),
                    ("set %s in a line before it (variables of the environment are not used), or put the value in"
                                    + " single quotes")
                            .formatted(name));
        }
        return inside.substring(at + DEFAULT.length());
    }
}
