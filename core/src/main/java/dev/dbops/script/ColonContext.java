package dev.dbops.script;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Tells the colon of a parameter from those that are SQL's own, by what stands before it: that of a slice
 * ({@code a[1:n]}, {@code a[:n]}) and that of a key and its value ({@code JSON_OBJECT('k':v)}).
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

    /** Whether a colon with a name behind it would be a parameter here. */
    boolean allowsParameter() {
        return !endsValue() && open.peek() != Bracket.SUBSCRIPT;
    }

    /** Steps over a token, which is no white space and no comment. A sign has the digits behind it along. */
    void over(String token) {
        switch (token.charAt(0)) {
            case '(' -> open.push(Bracket.PARENTHESIS);
            case '[' -> open.push(beginsConstructor() ? Bracket.CONSTRUCTOR : Bracket.SUBSCRIPT);
            case ')', ']' -> open.poll();
            default -> {}
        }
        last = token;
    }

    /** ARRAY[...], and the arrays inside one; behind anything else a bracket is a subscript. */
    private boolean beginsConstructor() {
        return last.equalsIgnoreCase(ARRAY)
                || open.peek() == Bracket.CONSTRUCTOR && (last.equals("[") || last.equals(","));
    }

    /** Whether the last token ends a value, behind which no other can begin. A word may be a keyword. */
    private boolean endsValue() {
        if (last.isEmpty()) {
            return false;
        }
        var end = last.charAt(last.length() - 1);
        return switch (end) {
            case ')', ']', '\'', '"' -> true;
            // Of a string in dollars, and of a parameter.
            case '$' -> last.charAt(0) == '$';
            default -> end >= '0' && end <= '9' && !SqlLexer.isIdentifierStart(last.charAt(0));
        };
    }
}
