package dev.dbops.script;

import dev.dbops.InputFile;
import dev.dbops.OpsException;
import dev.dbops.OpsException.Kind;
import dev.dbops.ScriptPosition;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Splits a script into the statements that psql would send, and psql's own commands between them.
 *
 * <p>The rules are those of PostgreSQL's lexer (src/backend/parser/scan.l) and of psql's (src/fe_utils/psqlscan.l): a
 * semicolon ends a statement unless it stands in a quoted string, a quoted identifier, a dollar-quoted string, a
 * comment, in parentheses, or in the BEGIN ATOMIC body of a function.
 */
final class SqlScanner {
    private static final int LARGEST_STATEMENT = 512 * 1024 * 1024;

    private final ByteSource bytes;
    private final InputFile script;
    private final PsqlVariables variables;
    private final TokenTrail trail = new TokenTrail();
    private final FunctionBody body = new FunctionBody();
    private final StringSyntax stringSyntax = new StringSyntax();
    private final List<Statement.Substitution> substitutions = new ArrayList<>();
    private Charset charset = StandardCharsets.UTF_8;
    private int parentheses;
    private int commands;
    private Continuation continuation = Continuation.NONE;

    /** Whether a quote continues an E'' string: it does behind white space with a line feed. */
    private enum Continuation {
        NONE,
        AFTER_STRING,
        AFTER_LINE_FEED
    }

    /**
     * @param script names the script in positions
     * @param variables may change between two segments
     */
    SqlScanner(InputStream in, InputFile script, PsqlVariables variables) {
        this.bytes = new ByteSource(in);
        this.script = script;
        this.variables = variables;
    }

    /** From here on the script is in another encoding, of which ASCII is a part. */
    void charset(Charset next) {
        charset = next;
    }

    /** What the server says of the setting standard_conforming_strings, from here on. */
    void standardConformingStrings(boolean value) {
        stringSyntax.is(value);
    }

    Charset charset() {
        return charset;
    }

    /** The next statement or command; empty at the end of the script. */
    Optional<Segment> next() {
        while (true) {
            skipWhiteSpaceAndComments();
            switch (bytes.peek()) {
                case ByteSource.END -> {
                    return Optional.empty();
                }
                case ';' -> bytes.advance();
                case '\\' -> {
                    return Optional.of(command());
                }
                default -> {
                    return Optional.of(statement());
                }
            }
        }
    }

    /** Hands on the data behind a COPY ... FROM STDIN statement, which begins on the next line. */
    void copyData(ByteSource.DataConsumer consumer) throws IOException {
        int next;
        while ((next = bytes.peek()) == ' ' || next == '\t' || next == '\r') {
            bytes.advance();
        }
        if (next != '\n' && next != ByteSource.END && !(next == '-' && bytes.peek(1) == '-')) {
            throw refused("the data of a COPY begins on the next line", "put what follows the semicolon elsewhere");
        }
        bytes.skipLine();
        bytes.takeCopyData(consumer);
    }

    /** The line of what comes next, counted from 1. */
    int line() {
        return bytes.line();
    }

    /** How many bytes of the script have been read. */
    long offset() {
        return bytes.offset();
    }

    private void skipWhiteSpaceAndComments() {
        while (isWhiteSpace(bytes.peek()) || atComment()) {
            if (atComment()) {
                comment();
            } else {
                bytes.advance();
            }
        }
    }

    /** A command of psql reaches to the end of its line, or to the double backslash that separates it from the next. */
    private PsqlCommand command() {
        var line = bytes.line();
        var column = bytes.column();
        bytes.advance();
        bytes.mark();
        while (!isWhiteSpace(bytes.peek()) && bytes.peek() != ByteSource.END && bytes.peek() != '\\') {
            bytes.advance();
        }
        if (bytes.lengthSinceMark() == 0 && bytes.peek() != ByteSource.END && !isWhiteSpace(bytes.peek())) {
            bytes.advance();
        }
        var name = ScriptText.decode(bytes.sinceMark(), charset, script, line, column);
        return new PsqlCommand(name, restOfCommand(line, column), script, line, column);
    }

    private String restOfCommand(int line, int column) {
        bytes.mark();
        var quote = 0;
        while (bytes.peek() != '\n' && bytes.peek() != ByteSource.END) {
            var next = bytes.peek();
            if (quote == 0 && next == '\\' && bytes.peek(1) == '\\') {
                var arguments = ScriptText.decode(bytes.sinceMark(), charset, script, line, column);
                bytes.advance(2);
                return arguments.strip();
            }
            if (next == '\'' || next == '"') {
                quote = quote == 0 ? next : quote == next ? 0 : quote;
            }
            bytes.advance();
        }
        return ScriptText.decode(bytes.sinceMark(), charset, script, line, column)
                .strip();
    }

    private Statement statement() {
        var line = bytes.line();
        var column = bytes.column();
        parentheses = 0;
        commands = 1;
        continuation = Continuation.NONE;
        substitutions.clear();
        body.reset();
        bytes.mark();
        while (!atEndOfStatement()) {
            token();
            if (bytes.lengthSinceMark() > LARGEST_STATEMENT) {
                throw new OpsException(Kind.USAGE, "a statement is longer than 512 MiB", "load its data with COPY")
                        .at(new ScriptPosition(script.name(), line, column, ""));
            }
        }
        if (bytes.peek() == ';') {
            bytes.advance();
        }
        var text = ScriptText.decode(bytes.sinceMark(), charset, script, line, column);
        var ending = bytes.peek() == '\\' && !text.endsWith(";") ? goCommand() : Statement.Ending.SEND;
        var statement =
                new Statement(text, commands, ending, trail.take(), script, line, column, List.copyOf(substitutions));
        stringSyntax.note(statement);
        return statement;
    }

    private boolean atEndOfStatement() {
        var next = bytes.peek();
        return next == ByteSource.END
                || next == ';' && parentheses == 0 && !body.isOpen()
                || next == '\\' && bytes.peek(1) == 'g';
    }

    /** The command that sends the statement before it. */
    private Statement.Ending goCommand() {
        var command = command();
        switch (command.name()) {
            case "g", "gx" -> {
                if (!command.arguments().isEmpty()) {
                    throw command.refused(
                            "\\" + command.name() + " with options, a file or a pipe is not supported",
                            "a script that is loaded shows no results: end the statement with a semicolon");
                }
                return Statement.Ending.SEND;
            }
            case "gexec" -> {
                return Statement.Ending.EXECUTE_RESULT;
            }
            case "gset" ->
                throw command.refused(
                        "\\gset is not supported: the whole script is looked through before anything runs",
                        "pass the value with -v NAME=VALUE, or use a DO block");
            default ->
                throw command.refused(
                        "psql's command \\" + command.name() + " is not supported",
                        "take it out of the script, or load the script with psql");
        }
    }

    private void token() {
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
            case ':' -> colon();
            case '\\' -> backslash();
            case 0 -> throw refused("a NUL byte stands in the SQL", "is this a text file, and in UTF-8?");
            default -> bytes.advance();
        }
    }

    private void keep(String sign) {
        trail.sign(sign);
        bytes.advance();
    }

    /** Inside a statement only {@code \;} is meant: a semicolon that does not send. */
    private void backslash() {
        if (bytes.peek(1) != ';') {
            var command = command();
            throw command.refused(
                    "psql's command \\" + command.name() + " stands inside a statement",
                    "end the statement before it with a semicolon");
        }
        bytes.replace(2, new byte[] {';'});
        bytes.advance();
        commands++;
    }

    /** A cast, an assignment, or a variable of psql. */
    private void colon() {
        var next = bytes.peek(1);
        if (next == ':' || next == '=') {
            bytes.advance(2);
        } else if (bytes.inReplacement()) {
            // A value is not searched for variables, which could go round in circles.
            bytes.advance();
        } else if (next == '\'' || next == '"') {
            quotedVariable(next);
        } else if (next == '{' && bytes.peek(2) == '?') {
            variableTest();
        } else {
            variable();
        }
    }

    private void variable() {
        var end = 1;
        while (PsqlVariables.isNamePart(bytes.peek(end))) {
            end++;
        }
        var value = variables.get(ahead(1, end));
        if (end > 1 && value.isPresent()) {
            substitute(end, value.get());
        } else {
            bytes.advance();
        }
    }

    private void quotedVariable(int quote) {
        var end = 2;
        while (PsqlVariables.isNamePart(bytes.peek(end))) {
            end++;
        }
        var value = variables.get(ahead(2, end));
        if (bytes.peek(end) == quote && value.isPresent()) {
            substitute(
                    end + 1,
                    quote == '\'' ? PsqlVariables.literal(value.get()) : PsqlVariables.identifier(value.get()));
        } else {
            bytes.advance();
        }
    }

    private void variableTest() {
        var end = 3;
        while (PsqlVariables.isNamePart(bytes.peek(end))) {
            end++;
        }
        if (bytes.peek(end) == '}' && end > 3) {
            substitute(end + 1, variables.isSet(ahead(3, end)) ? "TRUE" : "FALSE");
        } else {
            bytes.advance();
        }
    }

    /** The bytes from one distance ahead to another, as text. */
    private String ahead(int from, int to) {
        return new String(bytesAhead(from, to), charset);
    }

    private byte[] bytesAhead(int from, int to) {
        var taken = new byte[to - from];
        for (var i = from; i < to; i++) {
            taken[i - from] = (byte) bytes.peek(i);
        }
        return taken;
    }

    private void substitute(int length, String value) {
        var start = bytes.charactersSinceMark();
        substitutions.add(new Statement.Substitution(
                start,
                value.codePointCount(0, value.length()),
                ahead(0, length).codePointCount(0, ahead(0, length).length())));
        bytes.replace(length, value.getBytes(charset));
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
            var word = TokenTrail.word(bytesAhead(0, length));
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
                default -> bytes.advance();
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
            trail.sign('"' + ahead(1, length));
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
        dollarQuoted(bytesAhead(0, length + 1));
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

    private OpsException refused(String message, String hint) {
        return new OpsException(Kind.USAGE, message, hint)
                .at(new ScriptPosition(script.name(), bytes.line(), bytes.column(), ""));
    }

    private OpsException unterminated(String what, int line, int column) {
        return new OpsException(Kind.USAGE, "a " + what + " is not ended", "it begins here; end it")
                .at(new ScriptPosition(script.name(), line, column, ""));
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
