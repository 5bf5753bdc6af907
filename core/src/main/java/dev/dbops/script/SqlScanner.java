package dev.dbops.script;

import dev.dbops.OpsException;
import dev.dbops.OpsException.Kind;
import dev.dbops.ScriptPosition;
import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;
import java.util.Optional;

/**
 * Splits a script into the statements that psql would send.
 *
 * <p>The rules are those of PostgreSQL's lexer (src/backend/parser/scan.l) and of psql's (src/fe_utils/psqlscan.l): a
 * semicolon ends a statement unless it stands in a quoted string, a quoted identifier, a dollar-quoted string, a
 * comment, in parentheses, or in the BEGIN ATOMIC body of a function.
 */
final class SqlScanner {
    private static final int LARGEST_STATEMENT = 512 * 1024 * 1024;

    private final ByteSource source;
    private final String name;
    private final TokenTrail trail = new TokenTrail();
    private final FunctionBody body = new FunctionBody();
    private int parentheses;
    private boolean standardConformingStrings = true;
    /** An E'' string has ended and only white space with a line feed came since: a quote continues it. */
    private Continuation continuation = Continuation.NONE;

    private enum Continuation {
        NONE,
        AFTER_STRING,
        AFTER_LINE_FEED
    }

    SqlScanner(InputStream in, String name) {
        this.source = new ByteSource(in);
        this.name = name;
        skipByteOrderMark();
    }

    private void skipByteOrderMark() {
        if (source.peek() == 0xef && source.peek(1) == 0xbb && source.peek(2) == 0xbf) {
            source.advance(3);
        }
    }

    /** The next statement; empty at the end of the script. */
    Optional<Statement> next() {
        while (true) {
            skipWhiteSpaceAndComments();
            if (source.peek() == ByteSource.END) {
                return Optional.empty();
            }
            if (source.peek() == ';') {
                source.advance();
                continue;
            }
            return Optional.of(statement());
        }
    }

    /** Hands on the data behind a COPY ... FROM STDIN statement, which begins on the next line. */
    void copyData(ByteSource.DataConsumer consumer) throws IOException {
        int next;
        while ((next = source.peek()) == ' ' || next == '\t' || next == '\r') {
            source.advance();
        }
        if (next != '\n' && next != ByteSource.END && !(next == '-' && source.peek(1) == '-')) {
            throw refused("the data of a COPY begins on the next line", "put what follows the semicolon elsewhere");
        }
        source.skipLine();
        source.takeCopyData(consumer);
    }

    /** The line of what comes next, counted from 1. */
    int line() {
        return source.line();
    }

    private void skipWhiteSpaceAndComments() {
        while (isWhiteSpace(source.peek()) || atComment()) {
            if (atComment()) {
                comment();
            } else {
                source.advance();
            }
        }
    }

    private Statement statement() {
        var line = source.line();
        var column = source.column();
        parentheses = 0;
        continuation = Continuation.NONE;
        body.reset();
        source.mark();
        while (!atEndOfStatement()) {
            token();
            if (source.lengthSinceMark() > LARGEST_STATEMENT) {
                throw new OpsException(Kind.USAGE, "a statement is longer than 512 MiB", "load its data with COPY")
                        .at(new ScriptPosition(name, line, column, ""));
            }
        }
        if (source.peek() == ';') {
            source.advance();
        }
        var text = Utf8.decode(source.sinceMark(), name, line, column);
        var statement = new Statement(text, line, column, trail.take());
        noteStringSyntax(statement);
        return statement;
    }

    private boolean atEndOfStatement() {
        var next = source.peek();
        return next == ByteSource.END || next == ';' && parentheses == 0 && !body.isOpen();
    }

    private void token() {
        var next = source.peek();
        if (isWhiteSpace(next)) {
            if (next == '\n' && continuation == Continuation.AFTER_STRING) {
                continuation = Continuation.AFTER_LINE_FEED;
            }
            source.advance();
        } else if (atComment()) {
            comment();
        } else if (isIdentifierStart(next)) {
            word();
        } else {
            sign(next);
        }
    }

    private void sign(int next) {
        var continued = continuation == Continuation.AFTER_LINE_FEED;
        continuation = Continuation.NONE;
        switch (next) {
            case '\'' -> {
                trail.sign("'");
                string(continued || !standardConformingStrings);
            }
            case '"' -> {
                trail.sign("\"");
                quotedIdentifier();
            }
            case '$' -> dollar();
            case '(' -> {
                trail.sign("(");
                parentheses++;
                source.advance();
            }
            case ')' -> {
                trail.sign(")");
                parentheses -= parentheses > 0 ? 1 : 0;
                source.advance();
            }
            case '\\' -> throw backslashCommand();
            case 0 -> throw refused("a NUL byte stands in the SQL", "is this a text file, and in UTF-8?");
            default -> source.advance();
        }
    }

    private void word() {
        continuation = Continuation.NONE;
        var length = 1;
        while (isIdentifierPart(source.peek(length))) {
            length++;
        }
        if (length == 1 && isOneOf(source.peek(), 'e', 'E') && source.peek(1) == '\'') {
            source.advance();
            trail.sign("'");
            string(true);
            return;
        }
        if (trail.wantsMore() || body.watches()) {
            noteWord(length);
        }
        source.advance(length);
    }

    private void noteWord(int length) {
        var bytes = new byte[length];
        for (var i = 0; i < length; i++) {
            bytes[i] = (byte) source.peek(i);
        }
        var word = TokenTrail.word(bytes);
        if (trail.wantsMore()) {
            trail.word(word);
        }
        body.word(word, parentheses > 0);
    }

    /** A string constant from its opening quote on. */
    private void string(boolean backslashEscapes) {
        var line = source.line();
        var column = source.column();
        source.advance();
        while (true) {
            switch (source.peek()) {
                case ByteSource.END -> throw unterminated("string", line, column);
                case '\'' -> {
                    source.advance();
                    if (source.peek() != '\'') {
                        continuation = backslashEscapes ? Continuation.AFTER_STRING : Continuation.NONE;
                        return;
                    }
                    source.advance();
                }
                case '\\' -> {
                    source.advance();
                    if (backslashEscapes && source.peek() != ByteSource.END) {
                        source.advance();
                    }
                }
                default -> source.advance();
            }
        }
    }

    private void quotedIdentifier() {
        var line = source.line();
        var column = source.column();
        source.advance();
        while (source.peek() != '"') {
            if (source.peek() == ByteSource.END) {
                throw unterminated("quoted identifier", line, column);
            }
            source.advance();
        }
        // A doubled quote is seen as the end of one and the beginning of the next, which splits alike.
        source.advance();
    }

    /** A dollar-quoted string, a parameter such as $1, or a lone dollar. */
    private void dollar() {
        var length = 1;
        if (isIdentifierStart(source.peek(1))) {
            while (isIdentifierPart(source.peek(length)) && source.peek(length) != '$') {
                length++;
            }
        }
        if (source.peek(length) != '$') {
            source.advance();
            return;
        }
        dollarQuoted(length + 1);
    }

    private void dollarQuoted(int delimiterLength) {
        var line = source.line();
        var column = source.column();
        var delimiter = new byte[delimiterLength];
        for (var i = 0; i < delimiterLength; i++) {
            delimiter[i] = (byte) source.peek(i);
        }
        trail.sign("'");
        source.advance(delimiterLength);
        while (!at(delimiter)) {
            if (source.peek() == ByteSource.END) {
                throw unterminated("dollar-quoted string", line, column);
            }
            source.advance();
        }
        source.advance(delimiterLength);
    }

    private boolean at(byte[] expected) {
        for (var i = 0; i < expected.length; i++) {
            if (source.peek(i) != (expected[i] & 0xff)) {
                return false;
            }
        }
        return true;
    }

    private boolean atComment() {
        var next = source.peek();
        return next == '-' && source.peek(1) == '-' || next == '/' && source.peek(1) == '*';
    }

    private void comment() {
        if (source.peek() == '-') {
            while (!isOneOf(source.peek(), '\n', '\r') && source.peek() != ByteSource.END) {
                source.advance();
            }
            return;
        }
        var line = source.line();
        var column = source.column();
        continuation = Continuation.NONE;
        source.advance(2);
        var depth = 1;
        while (depth > 0) {
            if (source.peek() == ByteSource.END) {
                throw unterminated("comment", line, column);
            } else if (source.peek() == '*' && source.peek(1) == '/') {
                depth--;
                source.advance(2);
            } else if (source.peek() == '/' && source.peek(1) == '*') {
                depth++;
                source.advance(2);
            } else {
                source.advance();
            }
        }
    }

    /** The server reads what follows with backslash escapes after SET standard_conforming_strings = off. */
    private void noteStringSyntax(Statement statement) {
        if (statement.changesLexing() && statement.tokens().contains("standard_conforming_strings")) {
            var text = statement.text().toLowerCase(Locale.ROOT);
            standardConformingStrings = !text.contains("off") && !text.contains("false");
        }
    }

    private OpsException backslashCommand() {
        var command = new StringBuilder();
        for (var i = 0; source.peek(i) > ' '; i++) {
            command.append((char) source.peek(i));
        }
        return refused(
                "psql's command " + command + " is not supported",
                "take it out of the script, or load the script with psql");
    }

    private OpsException refused(String message, String hint) {
        return new OpsException(Kind.USAGE, message, hint)
                .at(new ScriptPosition(name, source.line(), source.column(), ""));
    }

    private OpsException unterminated(String what, int line, int column) {
        return new OpsException(Kind.USAGE, "a " + what + " is not ended", "it begins here; end it")
                .at(new ScriptPosition(name, line, column, ""));
    }

    private static boolean isOneOf(int next, char one, char other) {
        return next == one || next == other;
    }

    private static boolean isWhiteSpace(int next) {
        return next == ' ' || next >= '\t' && next <= '\r';
    }

    private static boolean isIdentifierStart(int next) {
        return next >= 'a' && next <= 'z' || next >= 'A' && next <= 'Z' || next == '_' || next >= 0x80;
    }

    private static boolean isIdentifierPart(int next) {
        return isIdentifierStart(next) || next >= '0' && next <= '9' || next == '$';
    }
}
