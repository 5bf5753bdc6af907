package dev.dbops.script;

import dev.dbops.InputFile;
import dev.dbops.OpsException;
import dev.dbops.OpsException.Kind;
import dev.dbops.ScriptPosition;

/**
 * Steps over the tokens of SQL as PostgreSQL's lexer finds them (src/backend/parser/scan.l), and knows where a statement
 * may end.
 */
final class SqlLexer {
    private final ByteSource bytes;
    private final InputFile script;
    private final PsqlCommandReader commands;
    private final VariableFiller filler;
    private final TokenTrail trail = new TokenTrail();
    private final FoldedWords words = new FoldedWords();
    private final FunctionBody body = new FunctionBody();
    private final StringSyntax stringSyntax = new StringSyntax();
    private int parentheses;
    private int commandCount;
    private Continuation continuation = Continuation.NONE;

    /** Whether a quote continues an E'' string: it does behind white space with a line feed. */
    private enum Continuation {
        NONE,
        AFTER_STRING,
        AFTER_LINE_FEED
    }

    SqlLexer(ByteSource bytes, InputFile script, PsqlVariables variables) {
        this.bytes = bytes;
        this.script = script;
        this.commands = new PsqlCommandReader(bytes, script);
        this.filler = new VariableFiller(bytes, variables);
    }

    /** A statement begins here. */
    void begin() {
        parentheses = 0;
        commandCount = 1;
        continuation = Continuation.NONE;
        body.reset();
        bytes.mark();
    }

    /** The statement that began last and ends here. */
    Statement end(int line, int column, Statement.Ending ending, String text) {
        var statement = new Statement(text, commandCount, ending, trail.take(), script, line, column, filler.take());
        stringSyntax.note(statement);
        return statement;
    }

    /** What the server says of the setting standard_conforming_strings, from here on. */
    void standardConformingStrings(boolean value) {
        stringSyntax.is(value);
    }

    /** Whether the statement ends here. */
    boolean atEnd() {
        var next = bytes.peek();
        return next == ByteSource.END
                || next == ';' && parentheses == 0 && !body.isOpen()
                || next == '\\' && bytes.peek(1) == 'g';
    }

    void skipWhiteSpaceAndComments() {
        while (isWhiteSpace(bytes.peek()) || atComment()) {
            if (atComment()) {
                comment();
            } else {
                refuseNul();
                bytes.advance();
            }
        }
    }

    private void refuseNul() {
        if (bytes.peek() == 0) {
            throw failure(
                    bytes.line(), bytes.column(), "a NUL byte stands in the SQL", "is this a text file, and in UTF-8?");
        }
    }

    /** Steps over the next token of the statement. */
    void token() {
        var next = bytes.peek();
        if (isWhiteSpace(next)) {
            if (next == '\n' && continuation == Continuation.AFTER_STRING) {
                continuation = Continuation.AFTER_LINE_FEED;
            }
            bytes.advance();
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
            case '\'' -> string(continued || !stringSyntax.standard());
            case '"' -> quotedIdentifier();
            case '$' -> dollar();
            case '(' -> {
                parentheses++;
                keep("(");
            }
            case ')' -> {
                parentheses -= parentheses > 0 ? 1 : 0;
                keep(")");
            }
            case ',' -> keep(",");
            case '.' -> keep(".");
            case ':' -> filler.colon();
            case '\\' -> backslash();
            case 0 ->
                throw failure(
                        bytes.line(),
                        bytes.column(),
                        "a NUL byte stands in the SQL",
                        "is this a text file, and in UTF-8?");
            default -> bytes.advanceOverDigits();
        }
    }

    private void keep(String sign) {
        trail.sign(sign);
        bytes.advance();
    }

    /** Inside a statement only {@code \;} is meant: a semicolon that does not send. */
    private void backslash() {
        if (bytes.inReplacement()) {
            throw failure(
                    bytes.line(),
                    bytes.column(),
                    "the value of a variable holds a backslash outside quotes",
                    "fill it in as a string, with :'NAME'");
        }
        if (bytes.peek(1) != ';') {
            var command = commands.read();
            throw command.refused(
                    "psql's command \\" + command.name() + " stands inside a statement",
                    "end the statement before it with a semicolon");
        }
        bytes.replace(2, new byte[] {';'});
        bytes.advance();
        commandCount++;
        trail.nextCommand();
    }

    private void word() {
        continuation = Continuation.NONE;
        var length = 1;
        while (isIdentifierPart(bytes.peek(length))) {
            length++;
        }
        if (length == 1 && isOneOf(bytes.peek(), 'e', 'E') && bytes.peek(1) == '\'') {
            bytes.advance();
            string(true);
            return;
        }
        if (trail.wantsMore() || body.watches()) {
            var word = words.of(bytes.ahead(0, length));
            if (trail.wantsMore()) {
                trail.word(word);
            }
            body.word(word, parentheses > 0);
        }
        bytes.advance(length);
    }

    /** A string constant from its opening quote on. */
    private void string(boolean backslashEscapes) {
        var line = bytes.line();
        var column = bytes.column();
        trail.sign("'");
        bytes.advance();
        while (true) {
            switch (bytes.peek()) {
                case ByteSource.END -> throw unterminated("string", line, column);
                case '\'' -> {
                    bytes.advance();
                    if (bytes.peek() != '\'') {
                        continuation = backslashEscapes ? Continuation.AFTER_STRING : Continuation.NONE;
                        return;
                    }
                    bytes.advance();
                }
                case '\\' -> {
                    bytes.advance();
                    if (backslashEscapes && bytes.peek() != ByteSource.END) {
                        bytes.advance();
                    }
                }
                default -> bytes.advanceTo('\'', '\\');
            }
        }
    }

    private void quotedIdentifier() {
        var line = bytes.line();
        var column = bytes.column();
        var length = 1;
        while (bytes.peek(length) != '"') {
            if (bytes.peek(length) == ByteSource.END) {
                throw unterminated("quoted identifier", line, column);
            }
            length++;
        }
        if (trail.wantsMore()) {
            trail.sign('"' + bytes.textAhead(1, length));
        }
        // A doubled quote is seen as the end of one and the beginning of the next, which splits alike.
        bytes.advance(length + 1);
    }

    /** A dollar-quoted string, a parameter such as $1, or a lone dollar. */
    private void dollar() {
        var length = 1;
        if (isIdentifierStart(bytes.peek(1))) {
            while (isIdentifierPart(bytes.peek(length)) && bytes.peek(length) != '$') {
                length++;
            }
        }
        if (bytes.peek(length) != '$') {
            bytes.advance();
            return;
        }
        dollarQuoted(bytes.ahead(0, length + 1));
    }

    private void dollarQuoted(byte[] delimiter) {
        var line = bytes.line();
        var column = bytes.column();
        trail.sign("'");
        bytes.advance(delimiter.length);
        while (!at(delimiter)) {
            if (bytes.peek() == ByteSource.END) {
                throw unterminated("dollar-quoted string", line, column);
            }
            bytes.advance();
        }
        bytes.advance(delimiter.length);
    }

    private boolean at(byte[] expected) {
        for (var i = 0; i < expected.length; i++) {
            if (bytes.peek(i) != (expected[i] & 0xff)) {
                return false;
            }
        }
        return true;
    }

    private boolean atComment() {
        var next = bytes.peek();
        return next == '-' && bytes.peek(1) == '-' || next == '/' && bytes.peek(1) == '*';
    }

    private void comment() {
        if (bytes.peek() == '-') {
            while (!isOneOf(bytes.peek(), '\n', '\r') && bytes.peek() != ByteSource.END) {
                refuseNul();
                bytes.advance();
            }
            return;
        }
        var line = bytes.line();
        var column = bytes.column();
        continuation = Continuation.NONE;
        bytes.advance(2);
        var depth = 1;
        while (depth > 0) {
            if (bytes.peek() == ByteSource.END) {
                throw unterminated("comment", line, column);
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

    private OpsException unterminated(String what, int line, int column) {
        return failure(line, column, "a " + what + " is not ended", "it begins here; end it");
    }

    private OpsException failure(int line, int column, String message, String hint) {
        return new OpsException(Kind.USAGE, message, hint).at(new ScriptPosition(script.name(), line, column, ""));
    }

    private static boolean isOneOf(int next, char one, char other) {
        return next == one || next == other;
    }

    static boolean isWhiteSpace(int next) {
        return next == ' ' || next >= '\t' && next <= '\r';
    }

    private static boolean isIdentifierStart(int next) {
        return next >= 'a' && next <= 'z' || next >= 'A' && next <= 'Z' || next == '_' || next >= 0x80;
    }

    private static boolean isIdentifierPart(int next) {
        return isIdentifierStart(next) || next >= '0' && next <= '9' || next == '$';
    }
}
