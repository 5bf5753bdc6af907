package dev.dbops.script.lexer;

import dev.dbops.InputFile;
import java.util.List;
import java.util.Optional;

/**
 * Skips the tokens of SQL as PostgreSQL's lexer finds them (src/backend/parser/scan.l), and knows where a statement may
 * end.
 */
final class SqlLexer {
    private final ByteSource bytes;
    private final InputFile script;
    private final Variables variables;
    private final QuotedText quoted;
    private final StatementText text;
    private final VariableFiller filler;
    private final StatementWords words = new StatementWords();
    private final StringContinuation continuation = new StringContinuation();
    private int parentheses;
    private int commands;
    private boolean inCommand;

    SqlLexer(ByteSource bytes, InputFile script, Variables variables) {
        this.bytes = bytes;
        this.script = script;
        this.variables = variables;
        this.quoted = new QuotedText(bytes, script);
        this.text = new StatementText(bytes, script);
        this.filler = new VariableFiller(bytes, script, variables, text);
    }

    /** A statement begins here; its text is kept. */
    StatementText begin() {
        reset();
        text.begin();
        return text;
    }

    /** A statement begins here; the caller builds its text from {@link #nextToken}. */
    void reset() {
        parentheses = 0;
        commands = 0;
        inCommand = false;
        continuation.end();
        words.reset();
    }

    /** The current statement, which ends here. */
    Statement end(Statement.Ending ending) {
        var statement = text.end(commands, ending, words.takeTrail());
        bytes.settings().note(statement);
        return statement;
    }

    /** Returns whether the statement ends here. */
    boolean atEnd() {
        var next = bytes.peek();
        return next == ByteSource.END
                || next == ';' && parentheses == 0 && !words.inBody()
                || next == '\n' && variables.lineEndsStatement() && atEndOfLine();
    }

    /** The missing part of a statement if the script ends here. */
    MissingEnd missingAtEnd() {
        return parentheses > 0 ? MissingEnd.PARENTHESIS : MissingEnd.SEMICOLON;
    }

    /** The construct that is still open at the end of the script. */
    Optional<MissingEnd> unended() {
        return quoted.unended();
    }

    /** The variable SINGLELINE lets the end of a line end a statement. */
    private boolean atEndOfLine() {
        return parentheses == 0 && !words.inBody() && bytes.inserted() == 0;
    }

    /** Returns whether a psql command begins here; {@code \;} and {@code \:} are not commands. */
    boolean atCommand() {
        return bytes.peek() == '\\' && bytes.peek(1) != ';' && bytes.peek(1) != ':';
    }

    /** Returns whether there was a block comment. */
    boolean skipWhiteSpaceAndComments() {
        var comment = false;
        while (true) {
            if (SqlCharacters.isWhiteSpace(bytes.peek())) {
                bytes.advance();
            } else if (atComment()) {
                comment |= bytes.peek() == '/';
                check(this::comment);
            } else {
                return comment;
            }
        }
    }

    private boolean atComment() {
        var next = bytes.peek();
        return (next == '-' && bytes.peek(1) == '-' || next == '/' && bytes.peek(1) == '*') && filler.left() > 1;
    }

    private void comment() {
        if (bytes.peek() == '-') {
            quoted.lineComment(filler.left());
        } else {
            continuation.end();
            quoted.blockComment();
        }
    }

    /** Skips the next token of text that is not sent; it must still be valid text. */
    void skipToken() {
        check(this::token);
        words.takeTrail();
    }

    /** Skips the next token, and returns its text. */
    String nextToken() {
        return check(this::token);
    }

    /** The number of commands in the current statement. */
    int commands() {
        return commands;
    }

    /** Returns the first tokens of the current statement (see {@link TokenTrail}), and starts a new trail. */
    List<String> takeTrail() {
        return words.takeTrail();
    }

    private String check(Runnable step) {
        var line = bytes.line();
        var column = bytes.column();
        bytes.mark();
        step.run();
        return ScriptText.decode(bytes.sinceMark(), bytes.settings(), script, line, column);
    }

    /** Skips the next token of the statement. */
    void token() {
        var next = bytes.peek();
        if (SqlCharacters.isWhiteSpace(next)) {
            continuation.whiteSpace(next);
            bytes.advance();
        } else if (atComment()) {
            comment();
        } else if (SqlCharacters.isIdentifierStart(next)) {
            beginCommand();
            word();
        } else {
            sign(next);
        }
    }

    /** The server ignores the empty commands between several semicolons in a row. */
    private void beginCommand() {
        if (!inCommand) {
            inCommand = true;
            commands++;
        }
    }

    private void sign(int next) {
        var continued = continuation.end();
        if (next == ':' && filler.fill()) {
            return;
        }
        if (next == '\\') {
            backslash();
            return;
        }
        beginCommand();
        switch (next) {
            case '\'' -> string(continued);
            case '"' -> quotedIdentifier();
            case '$' -> {
                words.sign("'");
                if (!quoted.dollarQuoted()) {
                    bytes.advance();
                }
            }
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
            case ':' -> bytes.advance(filler.colons());
            case 0 -> throw ScriptText.nul(script, bytes.line(), bytes.column());
            default -> bytes.advanceOverDigits();
        }
    }

    private void keep(String sign) {
        words.sign(sign);
        bytes.advance();
    }

    /** {@code \;} is a semicolon that does not send, {@code \:} a colon that begins no variable. */
    private void backslash() {
        var meant = (byte) bytes.peek(1);
        text.replacing(1, 2);
        bytes.replace(2, new byte[] {meant});
        bytes.advance();
        if (meant == ';') {
            inCommand = false;
            words.nextCommand();
        }
    }

    private void word() {
        continuation.end();
        var length = 1;
        while (SqlCharacters.isIdentifierPart(bytes.peek(length))) {
            length++;
        }
        if (length == 1 && (bytes.peek() | 0x20) == 'e' && bytes.peek(1) == '\'') {
            bytes.advance();
            string(true);
            return;
        }
        words.word(bytes, length, parentheses > 0);
        bytes.advance(length);
    }

    /** @param escapes whether it is an E'' string, or continues one */
    private void string(boolean escapes) {
        words.sign("'");
        quoted.string(escapes);
        continuation.afterString(escapes);
    }

    private void quotedIdentifier() {
        var length = quoted.identifierLength();
        words.quotedIdentifier(bytes, length);
        bytes.advance(length);
    }
}
