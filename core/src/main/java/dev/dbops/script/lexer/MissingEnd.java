package dev.dbops.script.lexer;

/** The token that would end an open construct, and its sign in psql's prompt (its documentation, {@code %R}). */
public enum MissingEnd {
    NOTHING('='),
    SEMICOLON('-'),
    SINGLE_QUOTE('\''),
    DOUBLE_QUOTE('"'),
    DOLLAR_QUOTE('$'),
    COMMENT('*'),
    PARENTHESIS('(');

    private final char sign;

    MissingEnd(char sign) {
        this.sign = sign;
    }

    /** The sign in the prompt. */
    public char sign() {
        return sign;
    }
}
