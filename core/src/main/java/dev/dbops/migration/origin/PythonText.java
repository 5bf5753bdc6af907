package dev.dbops.migration.origin;

import dev.dbops.OpsException;
import dev.dbops.OpsException.Kind;
import dev.dbops.ScriptPosition;

/**
 * Reads string literals of Python from a source (Python Language Reference, 2.7 "String and Bytes literals"). Nothing is
 * executed: what is not a constant is refused.
 */
final class PythonText {
    private final String name;
    private final String source;
    private int place;

    /**
     * @param name the file, for messages
     * @param place where to begin, as an index of the source
     */
    PythonText(String name, String source, int place) {
        this.name = name;
        this.source = source;
        this.place = place;
    }

    /** Skips blanks, the ends of lines, comments, and a backslash before the end of a line. */
    void skipSpace() {
        while (!isAtEnd()) {
            if (peek() == '#') {
                skipLine();
            } else if (Character.isWhitespace(peek()) || source.startsWith("\\\n", place)) {
                place++;
            } else {
                return;
            }
        }
    }

    private void skipLine() {
        while (!isAtEnd() && peek() != '\n') {
            place++;
        }
    }

    private boolean isAtEnd() {
        return place >= source.length();
    }

    private char peek() {
        return isAtEnd() ? '\0' : source.charAt(place);
    }

    /** Skips a character if it comes next. */
    boolean skip(char wanted) {
        if (peek() == wanted) {
            place++;
            return true;
        }
        return false;
    }

    /** Reads a name or keyword; empty where none begins. */
    String word() {
        var begin = place;
        while (!isAtEnd() && Character.isUnicodeIdentifierPart(peek())) {
            place++;
        }
        return source.substring(begin, place);
    }

    /** Returns whether a string literal begins here, with or without a prefix. */
    boolean isAtLiteral() {
        var quote = place;
        while (quote < source.length() && quote < place + 2 && Character.isLetter(source.charAt(quote))) {
            quote++;
        }
        return quote < source.length() && (source.charAt(quote) == '"' || source.charAt(quote) == '\'');
    }

    /** Returns whether a name begins here. */
    boolean isAtName() {
        return Character.isUnicodeIdentifierStart(peek()) && !isAtLiteral();
    }

    /**
     * Reads one or several adjacent literals, also in parentheses.
     *
     * @throws OpsException of kind USAGE when something else is here, or a literal whose value depends on others
     */
    String literals() {
        var inParentheses = skip('(');
        var text = new StringBuilder();
        if (inParentheses) {
            skipSpace();
        }
        if (!isAtLiteral()) {
            throw notConstant();
        }
        while (isAtLiteral()) {
            text.append(literal());
            if (inParentheses) {
                skipSpace();
            } else {
                skipBlanks();
            }
        }
        if (inParentheses && !skip(')')) {
            throw notConstant();
        }
        return text.toString();
    }

    /** Requires that a statement ends here. */
    void endOfStatement() {
        skipBlanks();
        if (!isAtEnd() && "\r\n;#".indexOf(peek()) < 0) {
            throw notConstant();
        }
        skip(';');
    }

    private void skipBlanks() {
        while (peek() == ' ' || peek() == '\t') {
            place++;
        }
    }

    private String literal() {
        var raw = false;
        for (var prefix = word(); !prefix.isEmpty(); prefix = "") {
            if (!prefix.matches("[rRuU]")) {
                throw notConstant();
            }
            raw = prefix.equalsIgnoreCase("r");
        }
        var quote = String.valueOf(peek());
        if (source.startsWith(quote.repeat(3), place)) {
            quote = quote.repeat(3);
        }
        place += quote.length();
        var text = new StringBuilder();
        while (!source.startsWith(quote, place)) {
            if (isAtEnd() || quote.length() == 1 && peek() == '\n') {
                throw failure("a string has no end", "correct the file");
            }
            if (peek() == '\\') {
                escape(raw, text);
            } else {
                text.append(peek());
                place++;
            }
        }
        place += quote.length();
        return text.toString();
    }

    /** A backslash in a raw string keeps a quote from ending it, and stays. */
    private void escape(boolean raw, StringBuilder text) {
        place++;
        if (isAtEnd()) {
            return;
        }
        var next = peek();
        place++;
        if (raw) {
            text.append('\\').append(next);
            return;
        }
        switch (next) {
            case '\n' -> {}
            case '\\', '\'', '"' -> text.append(next);
            case 'a' -> text.append('\u0007');
            case 'b' -> text.append('\b');
            case 'f' -> text.append('\f');
            case 'n' -> text.append('\n');
            case 'r' -> text.append('\r');
            case 't' -> text.append('\t');
            case 'v' -> text.append('\u000b');
            case 'x' -> text.appendCodePoint(digits(2, 2, 16));
            case 'u' -> text.appendCodePoint(digits(4, 4, 16));
            case 'U' -> text.appendCodePoint(digits(8, 8, 16));
            case '0', '1', '2', '3', '4', '5', '6', '7' -> {
                place--;
                text.appendCodePoint(digits(1, 3, 8));
            }
            case 'N' -> throw failure("\\N{...} is not supported", "write the character itself");
            default -> text.append('\\').append(next);
        }
    }

    private int digits(int least, int most, int radix) {
        var end = place;
        while (end < source.length() && end < place + most && Character.digit(source.charAt(end), radix) >= 0) {
            end++;
        }
        if (end < place + least) {
            throw failure("an escape in a string is not complete", "correct the file");
        }
        var code = Integer.parseUnsignedInt(source.substring(place, end), radix);
        if (!Character.isValidCodePoint(code)) {
            throw failure("an escape in a string names no character", "correct the file");
        }
        place = end;
        return code;
    }

    /** The failure for what would have to be executed. */
    OpsException notConstant() {
        return failure(
                "the SQL is not a constant, and db-ops does not execute Python",
                "write it as one string that the function returns, or write the migration as an SQL file");
    }

    private OpsException failure(String message, String hint) {
        var before = source.substring(0, Math.min(place, source.length()));
        var line = (int) before.chars().filter(character -> character == '\n').count() + 1;
        var column = before.length() - before.lastIndexOf('\n');
        var text = source.lines().skip(line - 1L).findFirst().orElse("");
        return new OpsException(Kind.USAGE, message, hint).at(new ScriptPosition(name, line, column, text));
    }
}
