package dev.dbops.script;

import dev.dbops.InputFile;
import dev.dbops.OpsException;
import dev.dbops.OpsException.Kind;
import dev.dbops.ScriptPosition;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.util.Optional;

/**
 * Splits a script into the statements that psql would send, and psql's own commands between them.
 *
 * <p>The rules are those of PostgreSQL's lexer and of psql's (src/fe_utils/psqlscan.l): a semicolon ends a statement
 * unless it stands in a quoted string, a quoted identifier, a dollar-quoted string, a comment, in parentheses, or in the
 * BEGIN ATOMIC body of a function.
 */
final class SqlScanner {
    private static final int LARGEST_STATEMENT = 512 * 1024 * 1024;

    private final ByteSource bytes;
    private final InputFile script;
    private final SqlLexer lexer;
    private final PsqlCommandReader commands;

    /**
     * @param script names the script in positions
     * @param variables may change between two segments
     */
    SqlScanner(InputStream in, InputFile script, PsqlVariables variables) {
        this.bytes = new ByteSource(in);
        this.script = script;
        this.lexer = new SqlLexer(bytes, script, variables);
        this.commands = new PsqlCommandReader(bytes, script);
    }

    /** From here on the script is in another encoding, of which ASCII is a part. */
    void charset(Charset next) {
        bytes.charset(next);
    }

    Charset charset() {
        return bytes.charset();
    }

    /** What the server says of the setting standard_conforming_strings, from here on. */
    void standardConformingStrings(boolean value) {
        lexer.standardConformingStrings(value);
    }

    /** The next statement or command; empty at the end of the script. */
    Optional<Segment> next() {
        while (true) {
            lexer.skipWhiteSpaceAndComments();
            switch (bytes.peek()) {
                case ByteSource.END -> {
                    return Optional.empty();
                }
                case ';' -> bytes.advance();
                case '\\' -> {
                    return Optional.of(commands.read());
                }
                default -> {
                    return Optional.of(statement());
                }
            }
        }
    }

    /** Hands on the data behind a COPY ... FROM STDIN statement, which begins on the next line. */
    void copyData(CopyData.Consumer consumer) throws IOException {
        int next;
        while ((next = bytes.peek()) == ' ' || next == '\t' || next == '\r') {
            bytes.advance();
        }
        if (next != '\n' && next != ByteSource.END && !(next == '-' && bytes.peek(1) == '-')) {
            throw failure(
                    bytes.line(),
                    bytes.column(),
                    "the data of a COPY begins on the next line",
                    "put what follows the semicolon elsewhere");
        }
        CopyData.take(bytes, consumer);
    }

    /** The line of what comes next, counted from 1. */
    int line() {
        return bytes.line();
    }

    /** How many bytes of the script have been read. */
    long offset() {
        return bytes.offset();
    }

    private Statement statement() {
        var line = bytes.line();
        var column = bytes.column();
        lexer.begin();
        while (!lexer.atEnd()) {
            lexer.token();
            if (bytes.lengthSinceMark() > LARGEST_STATEMENT) {
                throw failure(line, column, "a statement is longer than 512 MiB", "load its data with COPY");
            }
        }
        if (bytes.peek() == ';') {
            bytes.advance();
        }
        var text = ScriptText.decode(bytes.sinceMark(), bytes.charset(), script, line, column);
        var ending = bytes.peek() == '\\' && !text.endsWith(";") ? goCommand() : Statement.Ending.SEND;
        return lexer.end(line, column, ending, text);
    }

    /** The command that sends the statement before it. */
    private Statement.Ending goCommand() {
        var command = commands.read();
        switch (command.name()) {
            case "g", "gx" -> {
                if (!command.arguments().isEmpty()) {
                    throw command.refused(
                            "\\" + command.name() + " with options, a file or a pipe is not supported",
                            "a script that is loaded shows no results: end the statement with a semicolon");
                }
                return Statement.Ending.GO;
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

    private OpsException failure(int line, int column, String message, String hint) {
        return new OpsException(Kind.USAGE, message, hint).at(new ScriptPosition(script.name(), line, column, ""));
    }
}
