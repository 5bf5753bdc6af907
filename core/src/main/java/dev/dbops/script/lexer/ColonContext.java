package dev.dbops.script.lexer;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Distinguishes a parameter's colon from SQL's own colons by the preceding text: slices ({@code a[1:n]}, {@code a[:n]})
 * and pairs of key and value ({@code JSON_OBJECT('k':v)}).
 */
final class ColonContext {
    private static final String ARRAY = "array";

    private enum Bracket {
        PARENTHESIS,
        SUBSCRIPT,
        CONSTRUCTOR
    }

    private final Deque<Bracket> open = new ArrayDeque<>();
    private String last = "";

    /** Returns whether a colon followed by a name would be a parameter here. */
    boolean allowsParameter() {
        return !endsValue() && open.peek() != Bracket.SUBSCRIPT;
    }

    /** Skips a token other than white space or a comment. A sign includes the digits after it. */
    void over(String token) {
        switch (token.charAt(0)) {
            case '(' -> open.push(Bracket.PARENTHESIS);
            case '[' -> open.push(beginsConstructor() ? Bracket.CONSTRUCTOR : Bracket.SUBSCRIPT);
            case ')', ']' -> open.poll();
            default -> {}
        }
        last = token;
    }

    /** ARRAY[...], and the arrays inside one; after anything else a bracket is a subscript. */
    private boolean beginsConstructor() {
        return last.equalsIgnoreCase(ARRAY)
                || open.peek() == Bracket.CONSTRUCTOR && (last.equals("[") || last.equals(","));
    }

    /** Returns whether the last token ends a value, after which no other can begin. A word may be a keyword. */
    private boolean endsValue() {
        if (last.isEmpty()) {
            return false;
        }
        var end = last.charAt(last.length() - 1);
        return switch (end) {
            case ')', ']', '\'', '"' -> true;
            // Of a string in dollars, and of a parameter.
            case '$' -> last.charAt(0) == '$';
            default -> end >= '0' && end <= '9' && !SqlCharacters.isIdentifierStart(last.charAt(0));
        };
    }
}
