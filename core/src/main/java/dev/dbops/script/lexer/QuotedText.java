package dev.dbops.script.lexer;

import dev.dbops.InputFile;
import dev.dbops.OpsException;
import dev.dbops.OpsException.Kind;
import dev.dbops.ScriptPosition;
import java.util.Optional;

/** Skips text between two delimiters, where a semicolon ends nothing: strings, identifiers, comments. */
final class QuotedText {
    private final ByteSource bytes;
    private final InputFile script;
    private Optional<MissingEnd> unended = Optional.empty();

    QuotedText(ByteSource bytes, InputFile script) {
        this.bytes = bytes;
        this.script = script;
    }

    /** The construct that is still open at the end of the script. */
    Optional<MissingEnd> unended() {
        return unended;
    }

    /**
     * Skips a string constant, starting at its opening quote.
     *
     * @param escapes whether backslashes escape in any case; otherwise the session's settings decide
     */
    void string(boolean escapes) {
        var line = bytes.line();
        var column = bytes.column();
        bytes.advance();
        while (true) {
            switch (bytes.peek()) {
                case ByteSource.END -> throw unterminated(MissingEnd.SINGLE_QUOTE, "string", line, column);
                case '\'' -> {
                    bytes.advance();
                    if (bytes.peek() != '\'') {
                        return;
                    }
                    bytes.advance();
                }
                case '\\' -> {
                    var escaping = escapes || !bytes.settings().standardConformingStrings();
                    bytes.advance();
                    if (escaping && bytes.peek() != ByteSource.END) {
                        bytes.advance();
                    }
                }
                default -> bytes.advanceTo('\'', '\\');
            }
        }
    }

    /** Returns the length of a quoted identifier in bytes, with its quotes. */
    int identifierLength() {
        var length = 1;
        while (bytes.peek(length) != '"') {
            if (bytes.peek(length) == ByteSource.END) {
                throw unterminated(MissingEnd.DOUBLE_QUOTE, "quoted identifier", bytes.line(), bytes.column());
            }
            length++;
        }
        // A doubled quote is seen as the end of one and the beginning of the next, which splits alike.
        return length + 1;
    }

    /** Skips a dollar-quoted string; returns false for a single dollar sign or a parameter. */
    boolean dollarQuoted() {
        var length = 1;
        if (SqlCharacters.isIdentifierStart(bytes.peek(1))) {
            while (SqlCharacters.isIdentifierPart(bytes.peek(length)) && bytes.peek(length) != '$') {
                length++;
            }
        }
        if (bytes.peek(length) != '$') {
            return false;
        }
        var delimiter = bytes.ahead(0, length + 1);
        var line = bytes.line();
        var column = bytes.column();
        bytes.advance(delimiter.length);
        while (!at(delimiter)) {
            if (bytes.peek() == ByteSource.END) {
                throw unterminated(MissingEnd.DOLLAR_QUOTE, "dollar-quoted string", line, column);
            }
            bytes.advance();
        }
        bytes.advance(delimiter.length);
        return true;
    }

    private boolean at(byte[] expected) {
        for (var i = 0; i < expected.length; i++) {
            if (bytes.peek(i) != (expected[i] & 0xff)) {
                return false;
            }
        }
        return true;
    }

    /**
     * Skips a comment up to the end of its line.
     *
     * @param left the remaining bytes of the variable's value in which the comment begins
     */
    void lineComment(int left) {
        var begin = new ScriptPosition(script.name(), bytes.line(), bytes.column(), "");
        var next = bytes.peek();
        for (var i = 0; next != '\n' && next != '\r' && next != ByteSource.END; i++) {
            if (i == left) {
                throw new OpsException(
                                Kind.USAGE,
                                "the value of a variable ends in a comment that continues to the end of the line",
                                "end the comment in the value with */, or remove it")
                        .at(begin);
            }
            bytes.advance();
            next = bytes.peek();
        }
    }

    /** Skips a block comment, which may contain nested ones. */
    void blockComment() {
        var line = bytes.line();
        var column = bytes.column();
        bytes.advance(2);
        var depth = 1;
        while (depth > 0) {
            if (bytes.peek() == ByteSource.END) {
                throw unterminated(MissingEnd.COMMENT, "comment", line, column);
            } else if (bytes.peek() == '*' && bytes.peek(1) == '/') {
                depth--;
                bytes.advance(2);
            } else if (bytes.peek() == '/' && bytes.peek(1) == '*') {
                depth++;
                bytes.advance(2);
            } else {
                bytes.advance();
            }
        }
    }

    private OpsException unterminated(MissingEnd missing, String what, int line, int column) {
        unended = Optional.of(missing);
        return new OpsException(Kind.USAGE, "a " + what + " is not terminated", "it begins here; add its end")
                .at(new ScriptPosition(script.name(), line, column, ""));
    }
}
