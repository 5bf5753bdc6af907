package dev.dbops.script;

import dev.dbops.InputFile;
import dev.dbops.OpsException;
import dev.dbops.OpsException.Kind;
import dev.dbops.ScriptPosition;
import java.util.List;
import java.util.Optional;

/**
 * Skips the tokens of SQL as PostgreSQL's lexer finds them (src/backend/parser/scan.l), and knows where a statement may
 * end.
 */
final class SqlLexer {
    private final ByteSource bytes;
    private final InputFile script;
    private final PsqlVariables variables;
    private final QuotedText quoted;
    private final StatementText text;
    private final VariableFiller filler;
    private final StringSyntax stringSyntax;
    private final TokenTrail trail = new TokenTrail();
    private final FoldedWords words = new FoldedWords();
    private final FunctionBody body = new FunctionBody();
    private int parentheses;
    private int commands;
    private boolean inCommand;
    private Continuation continuation = Continuation.NONE;

    /** Returns whether a quote continues an E'' string: it does after white space with a line feed. */
    private enum Continuation {
        NONE,
        AFTER_STRING,
        AFTER_LINE_FEED
    }

    SqlLexer(ByteSource bytes, InputFile script, PsqlVariables variables, StringSyntax stringSyntax) {
        this.bytes = bytes;
        this.script = script;
        this.variables = variables;
        this.stringSyntax = stringSyntax;
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
        continuation = Continuation.NONE;
        body.reset();
    }

    /** The current statement, which ends here. */
    Statement end(Statement.Ending ending) {
        var statement = text.end(commands, ending, trail.take());
        stringSyntax.note(statement);
        return statement;
    }

    /** Returns whether the statement ends here. */
    boolean atEnd() {
        var next = bytes.peek();
        return next == ByteSource.END
                || next == ';' && parentheses == 0 && !body.isOpen()
                || next == '\n' && variables.lineEndsStatement() && atEndOfLine();
    }

    /** The missing part of a statement if the script ends here. */
    TypedText.Lack lackAtEnd() {
        return parentheses > 0 ? TypedText.Lack.PARENTHESIS : TypedText.Lack.SEMICOLON;
    }

    /** The construct that is still open at the end of the script. */
    Optional<TypedText.Lack> unended() {
        return quoted.unended();
    }

    /** The variable SINGLELINE lets the end of a line end a statement. */
    private boolean atEndOfLine() {
        return parentheses == 0 && !body.isOpen() && bytes.inserted() == 0;
    }

    /** Returns whether a psql command begins here; {@code \;} and {@code \:} are not commands. */
    boolean atCommand() {
        return bytes.peek() == '\\' && bytes.peek(1) != ';' && bytes.peek(1) != ':';
    }

    /** Returns whether there was a block comment. */
    boolean skipWhiteSpaceAndComments() {
        var comment = false;
        while (true) {
            if (isWhiteSpace(bytes.peek())) {
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
            continuation = Continuation.NONE;
            quoted.blockComment();
        }
    }

    /** Skips the next token of text that is not sent; it must still be valid text. */
    void passOver() {
        check(this::token);
        trail.take();
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
        return trail.take();
    }

    /** Applies the statement's effect on backslashes in the strings after it. */
    void note(Statement statement) {
        stringSyntax.note(statement);
    }

    private String check(Runnable step) {
        var line = bytes.line();
        var column = bytes.column();
        bytes.mark();
        step.run();
        return ScriptText.decode(bytes.sinceMark(), bytes.charset(), script, line, column);
    }

    /** Skips the next token of the statement. */
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
        var continued = continuation == Continuation.AFTER_LINE_FEED;
        continuation = Continuation.NONE;
        if (next == ':' && filler.fill()) {
            return;
        }
        if (next == '\\') {
            backslash();
            return;
        }
        beginCommand();
        switch (next) {
            case '\'' -> string(continued || !stringSyntax.standard());
            case '"' -> quotedIdentifier();
            case '$' -> {
                trail.sign("'");
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
            case 0 ->
                throw new OpsException(Kind.USAGE, "a NUL byte stands in the SQL", "is this a text file, and in UTF-8?")
                        .at(new ScriptPosition(script.name(), bytes.line(), bytes.column(), ""));
            default -> bytes.advanceOverDigits();
        }
    }

    private void keep(String sign) {
        trail.sign(sign);
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
            trail.nextCommand();
            body.nextCommand();
        }
    }

    private void word() {
        continuation = Continuation.NONE;
        var length = 1;
        while (isIdentifierPart(bytes.peek(length))) {
            length++;
        }
        if (length == 1 && (bytes.peek() | 0x20) == 'e' && bytes.peek(1) == '\'') {
            bytes.advance();
            string(true);
            return;
        }
        if (trail.wantsMore() || body.watches() || TokenTrail.mayTell(length)) {
            var word = words.of(bytes.ahead(0, length));
            if (trail.wantsMore()) {
                trail.word(word);
            } else {
                trail.laterWord(word);
            }
            body.word(word, parentheses > 0);
        }
        bytes.advance(length);
    }

    private void string(boolean backslashEscapes) {
        trail.sign("'");
        quoted.string(backslashEscapes);
        continuation = backslashEscapes ? Continuation.AFTER_STRING : Continuation.NONE;
    }

    private void quotedIdentifier() {
        var length = quoted.identifierLength();
        if (trail.wantsMore()) {
            trail.sign('"' + bytes.textAhead(1, length - 1));
        }
        bytes.advance(length);
    }

    static boolean isWhiteSpace(int next) {
        return next == ' ' || next >= '\t' && next <= '\r';
    }

    static boolean isIdentifierStart(int next) {
        return next >= 'a' && next <= 'z' || next >= 'A' && next <= 'Z' || next == '_' || next >= 0x80;
    }

    static boolean isIdentifierPart(int next) {
        return isIdentifierStart(next) || next >= '0' && next <= '9' || next == '$';
    }
}
