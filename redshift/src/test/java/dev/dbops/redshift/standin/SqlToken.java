package dev.dbops.redshift.standin;

import java.util.Locale;

/**
 * A token of a statement.
 *
 * @param text as written; without its quotes, and with doubled ones halved, for a quoted name and a string
 * @param start the index of its first character in the statement
 * @param end the index after its last one
 */
record SqlToken(Kind kind, String text, int start, int end) {
    /** The kinds of tokens. */
    enum Kind {
        /** A keyword or a name without quotes. */
        WORD,
        /** A name in double quotes. */
        NAME,
        /** A string in single quotes. */
        STRING,
        /** Digits, perhaps with a point or an exponent; a sign is a symbol. */
        NUMBER,
        /** {@code $1}, {@code $2} ... */
        PARAMETER,
        /** Anything else. */
        SYMBOL
    }

    /** Returns whether this is that keyword, which is in upper case. */
    boolean isWord(String keyword) {
        return kind == Kind.WORD && text.length() == keyword.length() && text.equalsIgnoreCase(keyword);
    }

    boolean isSymbol(String symbol) {
        return kind == Kind.SYMBOL && text.equals(symbol);
    }

    /** Returns the name in lower case, to which Redshift folds quoted names too. */
    String folded() {
        return text.toLowerCase(Locale.ROOT);
    }

    /** Returns the number of a parameter, from 1. */
    int number() {
        return Integer.parseInt(text.substring(1));
    }
}
